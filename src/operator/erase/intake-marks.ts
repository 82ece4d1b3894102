import { createIntakeMarks } from '../../aws/intake-marks.ts';
import { readMessage } from '../../contracts/message.ts';
import type { Mark } from '../../intake/ports.ts';
import { personMarkKeyOf } from '../../intake/read-records.ts';
import { rejectedMarkKeysOf } from '../../intake/rejected-record.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import type { FailedBatch } from '../failed/failed-queues.ts';
import { intakeTableOf } from '../intake/intake-table.ts';
import { sourceNames } from '../sources/source-folder.ts';
import type { Stack } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import { spellingOf, type Who } from '../who.ts';
import { deleteAsShown } from './delete-as-shown.ts';

/** What the intake noted of a person, or of a record about them: that it was sent, or rejected. */
export interface StoredMark extends Mark {
  readonly source: string;
  /** The address or the employee id that it was made of; absent where it is of a rejected record. */
  readonly word?: string;
}

/** What shows by which words HR systems name a person. */
export interface Named {
  readonly who: Pick<Who, 'kind' | 'text' | 'employeeKey'>;
  readonly records: readonly Pick<UserRecord, 'employeeKey'>[];
  readonly failed: readonly FailedMessage[];
  readonly scheduled: readonly StoredHire[];
}

/**
 * The marks of a person, as far as their keys can be derived: each is made of the source and of the employee id, or of
 * the address where the source gives no id. None where the stack has no intake.
 */
export async function findMarks(
  stack: Stack,
  named: Named,
  { digests, intakeDigests }: Pick<FailedBatch, 'digests' | 'intakeDigests'>,
  signal: AbortSignal,
): Promise<readonly StoredMark[]> {
  if (stack.outputs.IntakeTableName === undefined) return [];
  const madeOf = new Map<string, Pick<StoredMark, 'source' | 'word'>>();
  for (const source of sourceNames())
    for (const word of wordsOf(named, digests))
      madeOf.set(personMarkKeyOf(source, word, intakeDigests), { source, word });
  for (const { origin, source, body, askedAtMs = 0 } of named.failed)
    if (origin === 'intake' && source !== undefined)
      // An operator may have sent it back: its reason is then another than that of its mark.
      for (const key of rejectedMarkKeysOf({ source, body, askedAtMs }, intakeDigests))
        madeOf.set(key, { source });
  const marks = await createIntakeMarks(intakeTableOf(stack)).read([...madeOf.keys()], signal);
  return [...marks.values()].flatMap((mark) => {
    const made = madeOf.get(mark.key);
    return made ? [{ ...mark, ...made }] : [];
  });
}

/** Deletes a mark, if the intake has written no other since. */
export function eraseMark(
  stack: Stack,
  { key, content, askedAtMs }: Mark,
  signal: AbortSignal,
): Promise<'erased' | 'changed'> {
  const condition = {
    ConditionExpression:
      'attribute_not_exists(#pk) OR (#content = :content AND #askedAt = :askedAt)',
    ExpressionAttributeNames: { '#pk': 'pk', '#content': 'content', '#askedAt': 'askedAt' },
    ExpressionAttributeValues: {
      ':content': { S: content },
      ':askedAt': { N: String(askedAtMs) },
    },
  };
  return deleteAsShown(intakeTableOf(stack), key, condition, signal);
}

/**
 * Addresses and ids of the person, as marks are made of them: employee ids differ by letter case, addresses do not. A
 * message may name any employee id: one counts that was asked for, or that the record holds.
 */
function wordsOf(
  { who, records, failed, scheduled }: Named,
  digests: FailedBatch['digests'],
): ReadonlySet<string> {
  const keys = [who, ...records].map(({ employeeKey }) => employeeKey);
  const waiting = scheduled.map(({ address, body }) => ({
    address,
    employeeId: body === undefined ? undefined : readMessage(body, digests.pseudonymOf).employeeId,
  }));
  const others = [...failed, ...waiting].flatMap(({ address, employeeId }) => [
    ...(address === undefined ? [] : [spellingOf(address)]),
    ...(employeeId !== undefined && keys.includes(digests.employeeKeyOf(employeeId.trim()))
      ? [employeeId.trim()]
      : []),
  ]);
  return new Set([...wordOf(who), ...others]);
}

/** A key is a pseudonym. A request id is not looked up: it may have the text of another person's employee id. */
function wordOf({ kind, text }: Named['who']): readonly string[] {
  switch (kind) {
    case 'address':
      return [spellingOf(text)];
    case 'employee':
    case 'id':
      return [text.trim()];
    case 'key':
    case 'employee-key':
    case 'request':
      return [];
  }
}
