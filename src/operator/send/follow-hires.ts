import type { Reason } from '../../contracts/reason.ts';
import type { UsersStore } from '../../provisioning/ports.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import { isAnotherPerson, isSameRequest } from '../../provisioning/states.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import type { PlannedHire } from './plan-hires.ts';

/** Where a sent hire came to. */
export type SentEnd =
  | {
      readonly kind: 'provisioned';
      readonly outcome: 'created' | 'recovered' | 'existing' | 'duplicate';
      readonly userId: string;
      /** The account is not what the message asked for. */
      readonly differs: boolean;
    }
  | { readonly kind: 'rejected' | 'deferred'; readonly reason: Reason };

export interface FollowedHire extends PlannedHire {
  /** Absent while it has not reached its end. */
  readonly end?: SentEnd;
}

export interface FollowOptions {
  readonly store: Pick<UsersStore, 'read'>;
  /** The failed messages now. */
  readonly failed: () => Promise<readonly FailedMessage[]>;
  /** Epoch milliseconds; nothing older is an end of these messages. */
  readonly sentAtMs: number;
  /** Ends the following: what has not reached its end is answered without one. */
  readonly signal: AbortSignal;
  /** Waits from one look to the next; returns early when the signal aborts, and never rejects. */
  readonly pause: () => Promise<void>;
  readonly onProgress: (ended: number) => void;
}

/** Clocks of this machine and of AWS may differ. */
const CLOCK_TOLERANCE_MS = 60_000;
/** Looking through the failed queues holds their messages for a moment: not at every turn. */
const TURNS_BETWEEN_LOOKS = 5;
const READS_AT_ONCE = 25;

/**
 * Follows sent messages to their ends, by the records of their people and by the queues of failed
 * messages. The completion queue is left alone: what is taken from it is missing to others.
 */
export async function followHires(
  sent: readonly PlannedHire[],
  options: FollowOptions,
): Promise<readonly FollowedHire[]> {
  const ends = new Map<number, SentEnd>();
  const open = () => sent.filter(({ row }) => !ends.has(row));
  const { signal, pause, onProgress } = options;

  for (let turn = 0; open().length > 0 && !signal.aborted; turn += 1) {
    await readRecords(open(), ends, options);
    const isTimeToLook = turn % TURNS_BETWEEN_LOOKS === 0 || open().every(isRefusedAlready);
    if (isTimeToLook && open().length > 0) {
      const failed = await options.failed();
      for (const hire of open()) setIfKnown(ends, hire, endInQueues(hire, failed, options));
    }
    onProgress(ends.size);
    if (open().length > 0) await pause();
  }
  return sent.map((hire) => {
    const end = ends.get(hire.row);
    return { ...hire, ...(end && { end }) };
  });
}

async function readRecords(
  hires: readonly PlannedHire[],
  ends: Map<number, SentEnd>,
  { store, signal }: FollowOptions,
): Promise<void> {
  for (let start = 0; start < hires.length && !signal.aborted; start += READS_AT_ONCE) {
    const some = hires.slice(start, start + READS_AT_ONCE);
    await Promise.all(
      some.map(async (planned) => {
        if (planned.hire === undefined || isRefusedAlready(planned)) return;
        const now = await store.read(planned.hire.personKey, new AbortController().signal);
        if (now !== undefined) setIfKnown(ends, planned, endInRecord(planned, now));
      }),
    );
  }
}

function isRefusedAlready({ prospect }: PlannedHire): boolean {
  return prospect.kind === 'rejected';
}

/** What a person's record says about how a message about the person ended, compared with before it was sent. */
export function endInRecord(
  { hire, record: before }: Pick<PlannedHire, 'hire' | 'record'>,
  now: UserRecord,
): SentEnd | undefined {
  if (hire === undefined || isAnotherPerson(now, hire)) return undefined;
  if (now.state === 'PROVISIONED')
    return {
      kind: 'provisioned',
      outcome: isSameRequest(now, hire) ? now.outcome : 'duplicate',
      userId: now.userId,
      differs: now.accountDigest !== hire.requestedDigest,
    };
  const isNewFailure = now.state === 'FAILED' && now.attempts > (before?.attempts ?? 0);
  if (!isNewFailure) return undefined;
  return { kind: 'rejected', reason: { code: now.reasonCode, message: now.reason } };
}

function endInQueues(
  { body }: PlannedHire,
  failed: readonly FailedMessage[],
  { sentAtMs }: FollowOptions,
): SentEnd | undefined {
  const found = failed.find(
    (message) => message.body === body && message.failedAtMs >= sentAtMs - CLOCK_TOLERANCE_MS,
  );
  if (found === undefined) return undefined;
  return { kind: found.queue === 'rejected' ? 'rejected' : 'deferred', reason: found.reason };
}

function setIfKnown(
  ends: Map<number, SentEnd>,
  { row }: PlannedHire,
  end: SentEnd | undefined,
): void {
  if (end !== undefined) ends.set(row, end);
}
