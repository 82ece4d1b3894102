import { newHireFields, sentFields, validOf } from '../../contracts/new-hire.ts';
import { openMessage } from '../../intake/read-raw-message.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { UnreadableFileError } from '../../sources/files/file-bytes.ts';
import type { FileRecord } from '../../sources/files/file-record.ts';
import { withoutLongTexts } from '../../sources/long-texts.ts';
import { withoutLineBreaks } from '../../sources/map-record.ts';
import { readRecords } from '../../sources/read-records.ts';
import type { Shape } from '../../sources/source.ts';
import { loadShippedSource, UnknownSourceError } from '../sources/source-folder.ts';
import { ADDRESS_LENGTH, type FailedMessage } from './failed-message.ts';
import { startOf } from './held-message.ts';
import { knownSource } from './raw-refusal.ts';

type Person = Pick<FailedMessage, 'employeeId' | 'address' | 'personKey'>;

/**
 * Whom a raw record is about, as far as its source finds the address and the employee id in it, valid or not. Of a
 * message with several records nothing is said, and of a source that this command does not have.
 */
export async function rawPersonOf(
  { source, body }: Pick<FailedMessage, 'source' | 'body'>,
  digests: Digests,
): Promise<Person> {
  const name = knownSource(source);
  if (name === undefined) return {};
  try {
    const message = { body, source: name };
    const { text, recognised } = await openMessage(message, [await loadShippedSource(name)]);
    const records: FileRecord[] = [];
    for await (const one of readRecords(text, recognised)) if (records.push(one) > 1) return {};
    const [record] = records;
    return record && 'record' in record
      ? await personIn(record.record, recognised.shape, digests)
      : {};
  } catch (error) {
    if (error instanceof UnreadableFileError || error instanceof UnknownSourceError) return {};
    throw error;
  }
}

/**
 * As the mapper sees the record, and the contract reads the hire: else a search by the hire's id or address would miss
 * it. What is kept of it has none of the record's memory: an operator may hold thousands.
 */
async function personIn(original: object, { hire }: Shape, digests: Digests): Promise<Person> {
  const record = withoutLongTexts(original);
  const textOf = async (field: string) => {
    const value = await hire
      .get(field)
      ?.evaluate(record)
      .catch(() => undefined);
    return typeof value === 'string' || typeof value === 'number'
      ? withoutLineBreaks(String(value))
      : undefined;
  };
  const sent = sentFields({
    emailAddress: await textOf('emailAddress'),
    employeeId: await textOf('employeeId'),
  });
  const address = sent['emailAddress'];
  const emailAddress = validOf(newHireFields.entries.emailAddress, address);
  const employeeId = validOf(newHireFields.entries.employeeId, sent['employeeId']);
  return {
    ...(employeeId !== undefined && { employeeId: startOf(employeeId, employeeId.length) }),
    ...(typeof address === 'string' && { address: startOf(address, ADDRESS_LENGTH) }),
    ...(emailAddress !== undefined && { personKey: digests.personKeyOf(emailAddress) }),
  };
}
