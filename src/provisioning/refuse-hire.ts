import type { AccountFields } from '../contracts/new-hire.ts';
import type { Reason } from '../contracts/reason.ts';
import { personKeyOf } from './digests.ts';
import { type Ending, rejectedBefore } from './ending.ts';
import { provisionedEvent } from './events.ts';
import { hireOf, type Request } from './hire.ts';
import { refusedAfterAttempt } from './reasons.ts';
import type { UserRecord } from './record.ts';
import { onTable, type Stage } from './stage.ts';
import { isSameRequest } from './states.ts';

/** A message that schema, directory or policy refuses, and what it still tells of the person. */
export interface Refusal extends Request {
  readonly reason: Reason;
  /** Valid by itself; absent where the message does not identify a person. */
  readonly emailAddress?: string;
  /** Valid by themselves: what was refused lies elsewhere. */
  readonly fields?: AccountFields;
}

/**
 * No blind rejection: schema or policy may have changed since an earlier delivery of this very
 * message created the account, or was told why there can be none. The record tells; reading it is
 * off the hot path.
 */
export async function refuseHire(refusal: Refusal, on: Stage): Promise<Ending> {
  const { emailAddress, fields, reason } = refusal;
  if (emailAddress === undefined) return rejected(reason, on);
  const personKey = personKeyOf(on.target.id, emailAddress);
  const record = await onTable(on, (store, signal) => store.read(personKey, signal));
  if (record?.state === 'FAILED' && record.messageId === refusal.messageId)
    return rejectedBefore(record);
  if (fields !== undefined && record?.state === 'PROVISIONED') {
    const hire = hireOf(refusal, fields, on.target.id);
    if (isSameRequest(record, hire))
      return {
        kind: 'provisioned',
        event: provisionedEvent(record, hire, on.target.id),
        isNew: false,
      };
  }
  return rejected(mayHaveAnAccount(record, refusal) ? refusedAfterAttempt(reason) : reason, on);
}

/** An attempt is under way; or this request, as it was then, is done and cannot be compared now. */
function mayHaveAnAccount(record: UserRecord | undefined, refusal: Refusal): boolean {
  if (record?.state === 'CREATING') return true;
  return (
    record?.state === 'PROVISIONED' &&
    refusal.fields === undefined &&
    record.requestKey === refusal.requestKey
  );
}

function rejected(reason: Reason, on: Stage): Ending {
  return { kind: 'rejected', reason, atMs: on.clock.now() };
}
