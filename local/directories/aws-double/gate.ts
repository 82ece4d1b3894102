export interface Gate {
  /** Resolves on `release`, rejects when `stopped` aborts. */
  wait(): Promise<void>;
  /** Resolves when `count` callers wait. */
  untilHeld(count: number): Promise<void>;
  /** Lets all callers continue. */
  release(): void;
}

/** Holds calls until all of them are released together. */
export function createGate(stopped: AbortSignal): Gate {
  const waiting = new Set<() => void>();
  const watchers = new Set<() => void>();

  return {
    wait() {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.add(resolve);
      stopped.addEventListener('abort', () => reject(stopped.reason), { once: true });
      for (const check of watchers) check();
      return promise;
    },

    untilHeld(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const check = () => {
        if (waiting.size < count) return;
        watchers.delete(check);
        resolve();
      };
      watchers.add(check);
      check();
      return promise;
    },

    release() {
      for (const resume of waiting) resume();
      waiting.clear();
    },
  };
}
