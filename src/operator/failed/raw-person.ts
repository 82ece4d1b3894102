import { newHireFields } from '../../contracts/new-hire.ts';
import { openMessage } from '../../intake/read-raw-message.ts';
import type { Digests } from '../../provisioning/digests.ts';
import { UnreadableFileError } from '../../sources/files/file-bytes.ts';
import type { FileRecord } from '../../sources/files/file-record.ts';
import { withoutLongTexts } from '../../sources/long-texts.ts';
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

/** As the mapper sees the record. What is kept of it has none of the record's memory: an operator may hold thousands. */
async function personIn(original: object, { hire }: Shape, digests: Digests): Promise<Person> {
  const record = withoutLongTexts(original);
  const textOf = async (field: string) => {
    const value = await hire
      .get(field)
      ?.evaluate(record)
      .catch(() => undefined);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const [address, id] = await Promise.all([textOf('emailAddress'), textOf('employeeId')]);
  const employeeId = newHireFields.shape.employeeId.safeParse(id).data;
  const emailAddress = newHireFields.shape.emailAddress.safeParse(address).data;
  return {
    ...(employeeId !== undefined && { employeeId: startOf(employeeId, employeeId.length) }),
    ...(address !== undefined && { address: startOf(address.trim(), ADDRESS_LENGTH) }),
    ...(emailAddress !== undefined && { personKey: digests.personKeyOf(emailAddress) }),
  };
}
