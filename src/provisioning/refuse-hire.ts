import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import type { HireContext } from './context.ts';
import { provisionedEvent } from './events.ts';
import { hireOf, type Request } from './hire.ts';
import { type HireResult, rejectedBefore } from './hire-result.ts';
import { REASONS, refusedAfterAttempt } from './reasons.ts';
import type { UserRecord } from './record.ts';
import { isSameRequest } from './states.ts';

/** A message that schema, directory or policy refuses, and what it still says about the person. */
export interface Refusal extends Request {
  readonly reason: Reason;
  /** Valid by itself; absent if the message does not identify a person. */
  readonly emailAddress?: string;
  /** Valid by themselves; absent if the refusal is about one of them. */
  readonly fields?: AccountFields;
}

/**
 * Rejects a refused message, but always reads the record first: schema or policy may have changed since
 * an earlier delivery of the same message created the account, or was rejected for another reason.
 * The read is off the hot path.
 */
export async function refuseHire(refusal: Refusal, ctx: HireContext): Promise<HireResult> {
  const { emailAddress, fields, reason } = refusal;
  if (emailAddress === undefined) return rejected(reason, ctx);
  const personKey = ctx.digests.personKeyOf(emailAddress);
  const record = await ctx.store.read(personKey);
  if (record?.state === 'FAILED' && record.messageId === refusal.messageId)
    return rejectedBefore(record);
  if (fields !== undefined && record?.state === 'PROVISIONED') {
    const hire = hireOf(refusal, fields, ctx.digests);
    if (isSameRequest(record, hire))
      return {
        kind: 'provisioned',
        event: provisionedEvent(record, hire, ctx),
        isNew: false,
      };
  }
  return rejected(mayHaveAnAccount(record, refusal) ? refusedAfterAttempt(reason) : reason, ctx);
}

/** An attempt is in progress, or an account lacks groups, or this request key is done and its content can no longer be compared. */
function mayHaveAnAccount(record: UserRecord | undefined, refusal: Refusal): boolean {
  if (record?.state === 'CREATING' || record?.state === 'GRANTING') return true;
  return (
    record?.state === 'PROVISIONED' &&
    refusal.fields === undefined &&
    record.requestKey === refusal.requestKey
  );
}

function rejected(reason: Reason, ctx: HireContext): HireResult {
  return { kind: 'rejected', reason, atMs: ctx.clock.now() };
}

/** Rejections that come after the employee id was compared: it points to the record of the hire by then. */
const CODES_OF_COMPARED_IDS: readonly string[] = [
  REASONS.refusedByTarget.code,
  REASONS.ambiguousExistingUsers.code,
];

/**
 * Whether the ids that a rejected message names are only its own words: schema, directory or policy refused it, or the
 * employee id was not compared, or is another's.
 * @param code of a rejection, not of a deferral
 */
export function areIdsClaimed(code: string): boolean {
  return !CODES_OF_COMPARED_IDS.includes(code);
}
