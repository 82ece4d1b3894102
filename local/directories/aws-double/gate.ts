export interface Gate {
  /** Fulfilled by `release`, rejected once stopped. */
  wait(): Promise<void>;
  untilHeld(count: number): Promise<void>;
  release(): void;
}

/** A place where calls wait until they are let go all at once. */
export function createGate(stopped: AbortSignal): Gate {
  const held = new Set<() => void>();
  const watchers = new Set<() => void>();

  return {
    wait() {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      held.add(resolve);
      stopped.addEventListener('abort', () => reject(stopped.reason), { once: true });
      for (const look of watchers) look();
      return promise;
    },

    untilHeld(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => {
        if (held.size < count) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
      return promise;
    },

    release() {
      for (const goOn of held) goOn();
      held.clear();
    },
  };
}
