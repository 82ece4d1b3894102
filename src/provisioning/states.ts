import { hasAccount } from './has-account.ts';
import type { Hire } from './hire.ts';
import type {
  AccountRecord,
  FailedRecord,
  GrantingRecord,
  ProvisionedRecord,
  UserRecord,
} from './record.ts';

/**
 * The state table. A person has one record; every arrow is one conditional write of the users store.
 *
 * | record                              | a message claims it                 | then                          |
 * |-------------------------------------|-------------------------------------|-------------------------------|
 * | none                                | claimed                             | CREATING                      |
 * | CREATING, claimed by this message   | claimed again                       | CREATING, attempts + 1        |
 * | CREATING, lease over                | claimed                             | CREATING, attempts + 1        |
 * | CREATING, lease held by another     | `held`: waits for the lease         | as it was                     |
 * | FAILED by another message           | claimed                             | CREATING, attempts + 1        |
 * | FAILED by another, after the claim  | `failed-since`: retries             | as it was                     |
 * | FAILED by this message              | `rejected-before`: rejects again    | as it was                     |
 * | CREATING by a message that was sent | `held`: waits for that attempt's    | as it was                     |
 * | after the account was seen gone,    | end, however long its lease is over |                               |
 * | and this one was sent before        |                                     |                               |
 * | FAILED, the account was seen gone   | `account-gone`: rejects             | as it was                     |
 * | after the message was sent          |                                     |                               |
 * | GRANTING, by any request            | `granting`: looks, grants what the  | PROVISIONED; judged as such   |
 * |                                     | record plans, then finishes it      |                               |
 * | PROVISIONED by this request         | `done-by-this-request`: same event  | as it was                     |
 * | PROVISIONED by another request      | `done-by-another-request`: duplicate| as it was                     |
 * | GRANTING or PROVISIONED, the account| `granting`, or                      | CREATING, attempts + 1        |
 * | was seen gone before the message    | `done-by-another-request`: looks    |                               |
 * | was sent                            | again, then claims                  |                               |
 * | CREATING or FAILED, another employee| `another-person`: rejects, once the | as it was                     |
 * | id holds it                         | lease is over                       |                               |
 * | GRANTING or PROVISIONED, another    | `granting`, or                      | as it was                     |
 * | employee id holds it, and has its   | `done-by-another-request`: rejects  |                               |
 * | account                             |                                     |                               |
 *
 * Where creations have a limit, a message without a place of the budget claims only a record whose account was counted
 * before, and reopens none: it waits (count-creation.ts).
 *
 * A claim ends with `complete` (CREATING or FAILED → PROVISIONED, or GRANTING where the account gets groups, which
 * `finish` makes PROVISIONED; never over another user id), with
 * `fail` (CREATING at the same attempts → FAILED), with `release` (it stays CREATING, its lease over), or with
 * none of them: then the lease runs out. An employee id has one record: a pointer names it (point-employee.ts).
 */
export type Standing =
  | { readonly kind: 'another-person' }
  | { readonly kind: 'held'; readonly leaseUntilMs: number }
  | { readonly kind: 'rejected-before'; readonly record: FailedRecord }
  | { readonly kind: 'failed-since' }
  | { readonly kind: 'account-gone' }
  | { readonly kind: 'granting'; readonly record: GrantingRecord }
  | { readonly kind: 'done-by-this-request'; readonly record: ProvisionedRecord }
  | { readonly kind: 'done-by-another-request'; readonly record: ProvisionedRecord };

/** What a record that refused a claim, or a completion, means for this hire. */
export function standingOf(record: UserRecord, hire: Hire, nowMs: number): Standing {
  const isAnothers = isAnotherEmployee(record, hire);
  switch (record.state) {
    case 'CREATING':
      return isAnothers && record.leaseUntilMs <= nowMs
        ? { kind: 'another-person' }
        : { kind: 'held', leaseUntilMs: record.leaseUntilMs };
    case 'FAILED':
      if (isAnothers) return { kind: 'another-person' };
      if (record.messageId === hire.messageId) return { kind: 'rejected-before', record };
      return { kind: isSentBeforeGone(record, hire) ? 'account-gone' : 'failed-since' };
    case 'GRANTING':
      return { kind: 'granting', record };
    case 'PROVISIONED':
      return isSameRequest(record, hire) && !isAskedAgain(record, hire)
        ? { kind: 'done-by-this-request', record }
        : { kind: 'done-by-another-request', record };
  }
}

/**
 * Same request: same request key, content and employee id. A correction under an old request id is
 * another request.
 */
export function isSameRequest(
  record: AccountRecord,
  asked: Pick<Hire, 'requestKey' | 'requestedDigest' | 'employeeKey'>,
): boolean {
  return (
    record.requestKey === asked.requestKey &&
    record.requestedDigest === asked.requestedDigest &&
    record.requestEmployeeKey === asked.employeeKey
  );
}

/** When the account on record was seen gone; an earlier account of the person does not count. */
export function goneSeenAtMsOf(record: AccountRecord): number | undefined {
  const { goneSeenAtMs, completedAtMs } = record;
  return goneSeenAtMs !== undefined && goneSeenAtMs >= completedAtMs ? goneSeenAtMs : undefined;
}

/** An account that an administrator deleted is not made again by a message from before that. */
function isSentBeforeGone({ goneSeenAtMs }: UserRecord, { sentAtMs }: Hire): boolean {
  return goneSeenAtMs !== undefined && sentAtMs <= goneSeenAtMs;
}

/** Sent after the account was seen gone: HR, or an operator by a replay, asks for it again. */
export function isAskedAgain(record: AccountRecord, hire: Hire): boolean {
  return goneSeenAtMsOf(record) !== undefined && !isSentBeforeGone(record, hire);
}

/** Whether no attempt before this one can have called the directory, so that no account of ours can exist. */
export function isFirstAttempt({
  attempts,
  attemptsWithoutAccount = 0,
}: Pick<UserRecord, 'attempts' | 'attemptsWithoutAccount'>): boolean {
  return attempts - attemptsWithoutAccount === 1;
}

/** Whether an attempt that has not ended may have called the directory. */
export function hasOpenAttempt(record: UserRecord | undefined): boolean {
  if (record?.state !== 'CREATING') return false;
  const { attempts, attemptsWithoutAccount = 0 } = record;
  return attempts > attemptsWithoutAccount;
}

/** Whether a record that an employee id points to keeps its hires out elsewhere. One that is CREATING may yet let go. */
export function blocksEmployee(record: UserRecord | undefined, employeeKey: string): boolean {
  if (hasAccount(record)) return true;
  return record?.state === 'FAILED' && record.employeeKey === employeeKey;
}

/** HR's own ids differ: the address was reassigned to another person, or two people share it. */
export function isAnotherEmployee(
  { employeeKey: holder }: Pick<UserRecord, 'employeeKey'>,
  { employeeKey }: Pick<Hire, 'employeeKey'>,
): boolean {
  return holder !== undefined && employeeKey !== undefined && holder !== employeeKey;
}
