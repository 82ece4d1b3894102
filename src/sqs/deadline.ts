import { startInvocationTimers } from './invocation-timers.ts';
import { TimeoutTooShortError } from './timeout-too-short-error.ts';

/** Before the invocation's end: searches stop, then calls of the directory, all work, all sending. */
const PAUSE_BEFORE_END_MS = 9_000;
const DIRECTORY_BEFORE_END_MS = 7_500;
const WORK_BEFORE_END_MS = 6_000;
const SETTLE_BEFORE_END_MS = 2_000;
const RESPONSE_BEFORE_END_MS = 500;
/** How long the claim's lease may outlast the invocation, to allow for clocks that differ. */
const LEASE_AFTER_END_MS = 1_000;

export interface Deadline {
  readonly pause: AbortSignal;
  readonly directory: AbortSignal;
  readonly work: AbortSignal;
  readonly settle: AbortSignal;
  readonly response: AbortSignal;
  /** Epoch milliseconds. */
  readonly leaseUntilMs: number;
  /** Clears the timers: none may fire in a later invocation of a thawed instance. */
  readonly clear: () => void;
}

/**
 * Divides what is left of an invocation, so that it returns before Lambda ends it.
 * @throws TimeoutTooShortError when no call of the directory could begin
 */
export function startDeadline(remainingMs: number, nowMs: number): Deadline {
  if (remainingMs <= DIRECTORY_BEFORE_END_MS)
    throw new TimeoutTooShortError(remainingMs, DIRECTORY_BEFORE_END_MS);
  const { abortedBefore, clear } = startInvocationTimers(remainingMs);
  return {
    pause: abortedBefore(PAUSE_BEFORE_END_MS),
    directory: abortedBefore(DIRECTORY_BEFORE_END_MS),
    work: abortedBefore(WORK_BEFORE_END_MS),
    settle: abortedBefore(SETTLE_BEFORE_END_MS),
    response: abortedBefore(RESPONSE_BEFORE_END_MS),
    leaseUntilMs: nowMs + remainingMs + LEASE_AFTER_END_MS,
    clear,
  };
}
