import type { Clock } from '../../provisioning/ports.ts';
import { type FailedList, listFailedMessages } from '../failed/failed-queues.ts';
import type { Stack } from '../stack/stack.ts';

export interface Reading extends FailedList {
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** The failed messages, read once for several pages: a look hides them from others for a moment. */
export interface FailedReading {
  /** One that is new enough to be shown; any where work on the messages holds them. */
  recent(): Reading | undefined;
  read(onProgress: (held: number) => void): Promise<Reading>;
  /** A look that holds messages, one after the other: they would count as another operator's. */
  look<T>(act: () => Promise<T>): Promise<T>;
  /** As `look`, for work that may change them: what was read before is read again. */
  change<T>(act: () => Promise<T>): Promise<T>;
  forget(): void;
}

const RECENT_MS = 60_000;
/** To read thousands takes a minute: it is shown for longer, the longer it took. */
const RECENT_TIMES = 10;

export function createFailedReading(
  stack: Stack,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): FailedReading {
  let reading: Reading | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let atWork = 0;

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act);
    last = turn.catch(() => undefined);
    return turn;
  }

  let recentUntilMs = 0;
  const isRecent = () => clock.now() < recentUntilMs;
  return {
    recent: () => (isRecent() || atWork > 0 ? reading : undefined),
    read: (onProgress) =>
      inTurn(async () => {
        const startedAtMs = clock.now();
        const list = await listFailedMessages(stack, {}, { signal, onProgress });
        const atMs = clock.now();
        reading = { ...list, atMs };
        recentUntilMs = atMs + Math.max(RECENT_MS, RECENT_TIMES * (atMs - startedAtMs));
        return reading;
      }),
    look: inTurn,
    async change(act) {
      atWork += 1;
      try {
        return await inTurn(act);
      } finally {
        atWork -= 1;
        reading = undefined;
      }
    },
    forget() {
      reading = undefined;
    },
  };
}
