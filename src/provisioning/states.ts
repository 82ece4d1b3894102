import { isPersonKey } from './digests.ts';
import type { Hire } from './hire.ts';
import type { FailedRecord, ProvisionedRecord, UserRecord } from './record.ts';

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
 * | FAILED by this message              | `rejected-before`: rejects again    | as it was                     |
 * | PROVISIONED by this request         | `done-by-this-request`: same event  | as it was                     |
 * | PROVISIONED by another request      | `done-by-another-request`: duplicate| as it was; CREATING if the    |
 * |                                     |                                     | directory lost the account    |
 * | any, with another employee id       | `another-person`: rejects           | as it was                     |
 *
 * A claim ends with `complete` (CREATING or FAILED → PROVISIONED, never over another user id), with
 * `fail` (CREATING at the same attempts → FAILED), or with neither: then the lease runs out.
 */
export type Standing =
  | { readonly kind: 'another-person' }
  | { readonly kind: 'held'; readonly leaseUntilMs: number }
  | { readonly kind: 'rejected-before'; readonly record: FailedRecord }
  | { readonly kind: 'done-by-this-request'; readonly record: ProvisionedRecord }
  | { readonly kind: 'done-by-another-request'; readonly record: ProvisionedRecord };

/** What a record that refused a claim, or a completion, means for this hire. */
export function standingOf(record: UserRecord, hire: Hire): Standing {
  if (isAnotherPerson(record, hire)) return { kind: 'another-person' };
  switch (record.state) {
    case 'CREATING':
      return { kind: 'held', leaseUntilMs: record.leaseUntilMs };
    case 'FAILED':
      return { kind: 'rejected-before', record };
    case 'PROVISIONED':
      return isSameRequest(record, hire)
        ? { kind: 'done-by-this-request', record }
        : { kind: 'done-by-another-request', record };
  }
}

/** Same request: same request key and same content. A correction under an old id is another request. */
export function isSameRequest(
  record: ProvisionedRecord,
  asked: { readonly requestKey: string; readonly requestedDigest: string },
): boolean {
  return record.requestKey === asked.requestKey && record.requestedDigest === asked.requestedDigest;
}

/**
 * HR's own ids differ: the address was reassigned to another person, or two people share it. A directory
 * that stores an id of ours returns the person key for people without an employee id.
 */
export function isAnotherPerson(
  { employeeId: holder }: { readonly employeeId?: string },
  { employeeId, personKey }: Pick<Hire, 'employeeId' | 'personKey'>,
): boolean {
  if (holder === undefined || holder === personKey) return false;
  return employeeId === undefined ? isPersonKey(holder) : holder !== employeeId;
}
