import { scheduleKeyOf } from '../../provisioning/schedule-hire.ts';
import { hasOpenAttempt } from '../../provisioning/states.ts';
import type { UsersStore } from '../../provisioning/users-store.ts';
import { type FailedList, listFailedMessages } from '../failed/failed-queues.ts';
import { readScheduled } from '../stack/find-scheduled.ts';
import { type Stack, usersStoreOf } from '../stack/stack.ts';
import {
  endInQueue,
  endInRecord,
  endInSchedule,
  type HireEnd,
  hasOwnAccount,
  isKnown,
  type WaitingHire,
} from './hire-end.ts';
import type { PlannedHire } from './planned-hire.ts';

export interface FollowedHire extends PlannedHire {
  /** Absent while it has not reached its end. */
  readonly end?: HireEnd;
}

/** The person has an account, or gets one on the day. */
export function hasSucceeded({ end }: FollowedHire): boolean {
  return end?.kind === 'provisioned' || end?.kind === 'scheduled';
}

export interface Followed {
  readonly hires: readonly FollowedHire[];
  /**
   * About how many failed messages another process held at the last look: an end that is not known may be
   * among them. 0 where every end is known.
   */
  readonly failedInFlightElsewhere: number;
}

export interface EndSources {
  readonly store: Pick<UsersStore, 'read'>;
  /** What waits under a key. */
  readonly readScheduled: (key: string) => Promise<WaitingHire | undefined>;
  /** The failed messages now. */
  readonly failed: () => Promise<FailedList>;
}

export interface FollowOptions extends EndSources {
  /** Epoch milliseconds; nothing older is an end of these messages. */
  readonly sentAtMs: number;
  readonly signal: AbortSignal;
  /** Waits until another look may find more; `last` if none will follow. */
  readonly untilNextLook: () => Promise<'more' | 'last'>;
  readonly onProgress: (ended: number) => void;
}

interface LookOptions extends FollowOptions {
  /** The last row with a body, by its pseudonym. */
  readonly rowOfBody: ReadonlyMap<string, number>;
}

type Ends = Map<PlannedHire['row'], HireEnd>;

/** Clocks of this machine and of AWS may differ. */
const CLOCK_TOLERANCE_MS = 60_000;
/** A look through the failed queues hides their messages for a moment: not every look does it. */
const LOOKS_PER_QUEUE_LOOK = 5;
const READS_AT_ONCE = 25;

export function endSourcesOf(stack: Stack, signal: AbortSignal): EndSources {
  return {
    store: usersStoreOf(stack),
    readScheduled: (key) => readScheduled(stack, key, signal),
    failed: () => listFailedMessages(stack, {}, { signal }),
  };
}

/**
 * Follows sent messages to their ends, by the records of their people, what waits for its day, and the queues of
 * failed messages. It never reads the completion queue: an event taken from there is missing to subscribers.
 * A hire that has not reached its end at the last look is returned without one.
 * @throws the reason with which `signal` aborts
 */
export async function followHires(
  sent: readonly PlannedHire[],
  options: FollowOptions,
): Promise<Followed> {
  const ends: Ends = new Map();
  const rowOfBody = new Map(sent.map(({ row, bodyDigest }) => [bodyDigest, row]));
  const open = () => sent.filter(({ row }) => !ends.has(row));
  let isLast = false;
  let inFlightElsewhere = 0;

  for (let look = 0; open().length > 0 && !isLast; look += 1) {
    isLast = (await options.untilNextLook()) === 'last';
    options.signal.throwIfAborted();
    const refused = await lookAtRecords(open(), ends, { ...options, rowOfBody });
    const isDue = isLast || look % LOOKS_PER_QUEUE_LOOK === 0;
    if (isDue || open().every((hire) => refused.has(hire))) {
      inFlightElsewhere = await lookInQueues(sent, ends, options);
    }
    options.onProgress(ends.size);
  }
  const hires = sent.map((hire) => {
    const end = ends.get(hire.row);
    return { ...hire, ...(end && { end }) };
  });
  const areKnown = hires.every(({ end }) => isKnown(end));
  return { hires, failedInFlightElsewhere: areKnown ? 0 : inFlightElsewhere };
}

/** Ends the hires whose records name an account; returns those that a failed queue must have. */
async function lookAtRecords(
  hires: readonly PlannedHire[],
  ends: Ends,
  options: LookOptions,
): Promise<ReadonlySet<PlannedHire>> {
  const refused = new Set(hires.filter(({ prospect }) => prospect.kind === 'rejected'));
  for (let start = 0; start < hires.length; start += READS_AT_ONCE) {
    const some = hires.slice(start, start + READS_AT_ONCE);
    await Promise.all(
      some.map(async (hire) => {
        const end = await endOf(hire, options);
        if (end?.kind === 'rejected') refused.add(hire);
        else if (end) ends.set(hire.row, end);
      }),
    );
  }
  return refused;
}

async function endOf(
  planned: PlannedHire,
  { store, readScheduled, sentAtMs, rowOfBody, signal }: LookOptions,
): Promise<HireEnd | undefined> {
  const { hire, prospect, row } = planned;
  if (hire === undefined) return undefined;
  const record = await store.read(hire.personKey, signal);
  const end = record && endInRecord(planned, record);
  if (end || hire.start === undefined || prospect.kind === 'rejected') return end;
  // The function retries it until the attempt has ended: it is not known to wait before.
  if (hasOpenAttempt(record)) return undefined;
  // Rows about one person replace each other's dates: an earlier row's is not the end of a later one.
  return endInSchedule(
    await readScheduled(scheduleKeyOf(hire)),
    ({ askedAtMs, bodyDigest }) =>
      askedAtMs >= sentAtMs - CLOCK_TOLERANCE_MS &&
      (rowOfBody.get(bodyDigest) ?? Number.POSITIVE_INFINITY) >= row,
  );
}

/**
 * Each failed message ends one hire, so that copies of a body end one by one. Returns about how many failed
 * messages another process holds.
 */
async function lookInQueues(
  sent: readonly PlannedHire[],
  ends: Ends,
  { failed, sentAtMs }: FollowOptions,
): Promise<number> {
  if (sent.every(({ row }) => isKnown(ends.get(row)))) return 0;
  const { messages, inFlightElsewhere } = await failed();
  const recent = messages.filter(({ failedAtMs }) => failedAtMs >= sentAtMs - CLOCK_TOLERANCE_MS);
  const byBody = Map.groupBy(recent, ({ bodyDigest }) => bodyDigest);
  for (const { row, bodyDigest } of sent) {
    const end = ends.get(row);
    const message = hasOwnAccount(end) ? undefined : byBody.get(bodyDigest)?.shift();
    if (message) ends.set(row, endInQueue(message));
  }
  return inFlightElsewhere;
}
