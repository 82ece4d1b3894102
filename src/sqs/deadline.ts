/** Before the invocation's end: searches stop, then calls of the directory, all work, all sending. */
const PAUSE_BEFORE_END_MS = 9_000;
const DIRECTORY_BEFORE_END_MS = 7_500;
const WORK_BEFORE_END_MS = 6_000;
const SETTLE_BEFORE_END_MS = 2_000;
const ANSWER_BEFORE_END_MS = 500;
/** The claim's lease may outlast the invocation by so much, for clocks that tick apart. */
const LEASE_AFTER_END_MS = 1_000;

export interface Deadline {
  readonly pause: AbortSignal;
  readonly directory: AbortSignal;
  readonly work: AbortSignal;
  readonly settle: AbortSignal;
  readonly answer: AbortSignal;
  /** Epoch milliseconds. */
  readonly leaseUntilMs: number;
  /** Nothing may fire, or be under way, in a later invocation of a thawed instance. */
  readonly clear: () => void;
}

/** Divides what is left of an invocation, so that it answers before Lambda ends it. */
export function startDeadline(remainingMs: number, nowMs: number): Deadline {
  const timers: NodeJS.Timeout[] = [];
  const endingBefore = (reserveMs: number): AbortSignal => {
    const controller = new AbortController();
    const end = () => controller.abort(new Error('The time of this invocation is over.'));
    if (remainingMs <= reserveMs) end();
    else timers.push(setTimeout(end, remainingMs - reserveMs));
    return controller.signal;
  };
  return {
    pause: endingBefore(PAUSE_BEFORE_END_MS),
    directory: endingBefore(DIRECTORY_BEFORE_END_MS),
    work: endingBefore(WORK_BEFORE_END_MS),
    settle: endingBefore(SETTLE_BEFORE_END_MS),
    answer: endingBefore(ANSWER_BEFORE_END_MS),
    leaseUntilMs: nowMs + remainingMs + LEASE_AFTER_END_MS,
    clear: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
