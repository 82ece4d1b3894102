import type { Reason } from '../../contracts/reason.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import { isAnotherEmployee, isSameRequest } from '../../provisioning/states.ts';
import type { ListedMessage } from '../failed/failed-message.ts';
import type { StoredHire } from '../stack/stored-hire.ts';
import type { PlannedHire } from './planned-hire.ts';

/** What a sent hire came to. */
export type HireEnd =
  | {
      readonly kind: 'provisioned';
      readonly outcome: 'created' | 'recovered' | 'existing' | 'duplicate';
      readonly userId: string;
      /** The account is not what the message asked for, or not in the very groups that known rules give the hire. */
      readonly differs: boolean;
      /** Ids of the groups that Joiner added the account to, sorted; absent if none. */
      readonly groups?: readonly string[];
    }
  /** It waits for its day: epoch milliseconds. */
  | { readonly kind: 'scheduled'; readonly dueAtMs: number }
  | { readonly kind: 'rejected' | 'deferred'; readonly reason: Reason };

/** How a message about a person ended, by the person's record now and before the message was sent. */
export function endInRecord(
  { hire, record: before, askedGroups }: Pick<PlannedHire, 'hire' | 'record' | 'askedGroups'>,
  now: UserRecord,
): HireEnd | undefined {
  if (hire === undefined || isAnotherEmployee(now, hire)) return undefined;
  if (now.state === 'PROVISIONED') {
    const granted = [...(now.groups ?? [])].toSorted();
    return {
      kind: 'provisioned',
      outcome: isSameRequest(now, hire) ? now.outcome : 'duplicate',
      userId: now.userId,
      differs: now.accountDigest !== hire.requestedDigest || areOthers(granted, askedGroups),
      ...(granted.length > 0 && { groups: granted }),
    };
  }
  const isNewFailure = now.state === 'FAILED' && now.attempts > (before?.attempts ?? 0);
  if (!isNewFailure) return undefined;
  return { kind: 'rejected', reason: { code: now.reasonCode, message: now.reason } };
}

/** As the completion event compares them. Without the rules, it is not known what the hire asks for. */
function areOthers(granted: readonly string[], asked: readonly string[] | undefined): boolean {
  return asked !== undefined && JSON.stringify(granted) !== JSON.stringify(asked);
}

/** What waits under the key of a hire. */
export type WaitingHire = Pick<StoredHire, 'state' | 'dueAtMs' | 'askedAtMs' | 'bodyDigest'>;

/** How a message ended whose hire is not due, if it, or a later one about the person, waits. */
export function endInSchedule(
  waiting: WaitingHire | undefined,
  isThisOrLater: (waiting: WaitingHire) => boolean,
): HireEnd | undefined {
  if (waiting?.state !== 'waiting' || !isThisOrLater(waiting)) return undefined;
  return { kind: 'scheduled', dueAtMs: waiting.dueAtMs };
}

export function endInQueue({ queue, reason }: ListedMessage): HireEnd {
  return { kind: queue === 'rejected' ? 'rejected' : 'deferred', reason };
}

/** A duplicate is so far only inferred: its message may still turn up in a failed queue. */
export function isKnown(end: HireEnd | undefined): boolean {
  return end !== undefined && (end.kind !== 'provisioned' || hasOwnAccount(end));
}

/** The hire's own request made the account: that is its end, whatever failed before. */
export function hasOwnAccount(end: HireEnd | undefined): boolean {
  return end?.kind === 'provisioned' && end.outcome !== 'duplicate';
}
