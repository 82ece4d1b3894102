import { startInvocationTimers } from './invocation-timers.ts';

/** Before the invocation's end: no more records are begun, all calls stop, the response is returned. */
const PAUSE_BEFORE_END_MS = 30_000;
const CALLS_BEFORE_END_MS = 5_000;
const RESPONSE_BEFORE_END_MS = 1_000;

export interface IntakeDeadline {
  readonly pause: AbortSignal;
  readonly signal: AbortSignal;
  readonly response: AbortSignal;
  /** Clears the timers: none may fire in a later invocation of a thawed instance. */
  readonly clear: () => void;
}

/** Divides what is left of an invocation, so that it returns before Lambda ends it. */
export function startIntakeDeadline(remainingMs: number): IntakeDeadline {
  const { abortedBefore, clear } = startInvocationTimers(remainingMs);
  return {
    pause: abortedBefore(PAUSE_BEFORE_END_MS),
    signal: abortedBefore(CALLS_BEFORE_END_MS),
    response: abortedBefore(RESPONSE_BEFORE_END_MS),
    clear,
  };
}
