import type { HireContext } from './context.ts';
import { pointTo } from './point-employee.ts';
import type { AccountRecord } from './record.ts';
import { attemptsOf, BY_DUPLICATE } from './requests.ts';

const DAY_SECONDS = 24 * 3_600;
/** DynamoDB deletes within days, each item at a time of its own. Only the rule of `expireWith` rests on it. */
const POINTER_OUTLIVES_SECONDS = 30 * DAY_SECONDS;

/**
 * From when on the record of a person who was seen gone may be deleted, if ever.
 *
 * Without the record, nothing refuses a message from before the account was deleted. So `recordDays` is 30 at least:
 * a message that was sent before is in the new-hire queue for 14 days at most, the longest that SQS keeps any, and in
 * a failed queue for as long again.
 */
export function expiryOf(seenAtMs: number, { recordDays }: Pick<HireContext, 'recordDays'>) {
  if (recordDays === undefined) return {};
  return { expiresAtEpochSeconds: Math.ceil(seenAtMs / 1000) + recordDays * DAY_SECONDS };
}

/**
 * The employee id ends, too, but after the record: while that is there, hires at another address are rejected, and an
 * older attempt of a rejected message must not find the id free. Repeated by every message that meets the record: an
 * attempt may end before.
 */
export async function expireWith(record: AccountRecord, { store }: HireContext): Promise<void> {
  const { personKey, employeeKey, expiresAtEpochSeconds } = record;
  if (employeeKey === undefined || expiresAtEpochSeconds === undefined) return;
  const since = attemptsOf(record);
  const afterRecord = expiresAtEpochSeconds + POINTER_OUTLIVES_SECONDS;
  await store.expirePointer({ employeeKey, personKey, since, expiresAtEpochSeconds: afterRecord });
}

/**
 * The account is there again: record and employee id do not end. The pointer is first, as only a record that ends
 * brings the next message here.
 * @returns undefined where the record has changed since
 */
export async function keep(
  record: AccountRecord,
  ctx: HireContext,
): Promise<AccountRecord | undefined> {
  const { personKey, userId, employeeKey, goneSeenAtMs, expiresAtEpochSeconds } = record;
  if (expiresAtEpochSeconds === undefined || goneSeenAtMs === undefined) return record;
  if (employeeKey !== undefined) await pointTo(record, employeeKey, BY_DUPLICATE, ctx);
  const note = await ctx.store.noteBack({ personKey, userId, goneSeenAtMs });
  return note.kind === 'noted' ? note.record : undefined;
}
