import type { HireContext } from './context.ts';
import type { DirectoryUser } from './directory-user.ts';
import type { Hire } from './hire.ts';
import { type Retry, type RetryCause, retry, retryCallFailure } from './hire-result.ts';
import type { GrantResult } from './ports.ts';
import type { AccountRecord, Outcome, ProvisionedRecord } from './record.ts';

/** The account is in every group of its record, which says so. */
export interface Granting {
  readonly kind: 'granted';
  readonly record: ProvisionedRecord;
}

/**
 * Adds an account to the groups of its record, which is PROVISIONED then. A group that the directory refuses does not
 * keep the account out of the others.
 *
 * "No such user" alone is not believed: the next delivery looks whether the account is gone.
 */
export async function grantGroups(
  record: AccountRecord,
  ctx: HireContext,
): Promise<Granting | Retry> {
  if (record.state === 'PROVISIONED') return { kind: 'granted', record };
  const { personKey, userId, completedAtMs } = record;
  const refusedGroups: string[] = [];
  let missing: Extract<GrantResult, { kind: 'not-shown' }> | undefined;
  for (const group of [...record.groups].toSorted()) {
    const result = await grant(userId, group, ctx);
    switch (result.kind) {
      case 'granted':
        break;
      case 'refused':
        refusedGroups.push(group);
        break;
      case 'not-shown':
        missing = result;
        break;
      case 'no-such-user':
        return retry('account-gone', { kind: 'backoff' });
      case 'unknown':
        return { ...retryCallFailure(result, { kind: 'backoff' }), userId };
    }
  }
  if (refusedGroups.length > 0)
    return { ...retry('group-not-granted', { kind: 'backoff' }), userId, refusedGroups };
  if (missing)
    return { ...retry(causeOfMissing(record, ctx), { kind: 'backoff' }, missing.error), userId };
  const finish = await ctx.store.finish({ personKey, userId, completedAtMs });
  if (finish.kind === 'refused') return retry('record-changed', { kind: 'soon' });
  return { kind: 'granted', record: finish.record };
}

/** The rules may have changed since the record was written: what they do not name any more is not granted. */
async function grant(userId: string, group: string, ctx: HireContext): Promise<GrantResult> {
  const isNamed = ctx.groupRules?.groups.has(group) ?? false;
  return isNamed ? ctx.target.grant(userId, group) : { kind: 'refused' };
}

/** A membership that the directory does not show in time is one that it did not make. */
function causeOfMissing(
  { completedAtMs }: AccountRecord,
  { clock, target }: HireContext,
): RetryCause {
  const isCertain = clock.now() - completedAtMs > target.readLagMs;
  return isCertain ? 'group-not-granted' : 'reads-may-lag';
}

/**
 * The groups that an account gets that a search found: the hire's, if it is of our making. One that was there before may
 * be anyone's who had the address, so it gets them only if the operator says so and the directory notes the employee.
 */
export function groupsOfFound(
  { employeeId: noted }: DirectoryUser,
  outcome: Outcome,
  { groups, employeeId }: Hire,
  { groupRules }: Pick<HireContext, 'groupRules'>,
): readonly string[] | undefined {
  if (outcome !== 'existing') return groups;
  const isTheirs = employeeId !== undefined && noted === employeeId;
  return groupRules?.grantToExisting && isTheirs ? groups : undefined;
}
