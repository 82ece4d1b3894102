/** Signals of one invocation, each aborted so long before Lambda ends it. */
export interface InvocationTimers {
  readonly abortedBefore: (reserveMs: number) => AbortSignal;
  /** Clears the timers: none may fire in a later invocation of a thawed instance. */
  readonly clear: () => void;
}

/** @param remainingMs what is left of the invocation */
export function startInvocationTimers(remainingMs: number): InvocationTimers {
  const timers: NodeJS.Timeout[] = [];
  return {
    abortedBefore(reserveMs) {
      const controller = new AbortController();
      const end = () => controller.abort(new Error('The time of this invocation is over.'));
      if (remainingMs <= reserveMs) end();
      else timers.push(setTimeout(end, remainingMs - reserveMs));
      return controller.signal;
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
