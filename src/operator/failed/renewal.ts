export interface Renewal {
  /** Resolves when the renewal under way has ended, so that it cannot undo a release. */
  settled(): Promise<void>;
  /** Ends the renewals. */
  stop(): Promise<void>;
}

/** Renews at an interval. A renewal that takes longer delays the next one. */
export function createRenewal(renew: () => Promise<void>, intervalMs: number): Renewal {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= renew().finally(() => {
      running = undefined;
    });
  }, intervalMs);
  const settled = async () => running;

  return {
    settled,
    async stop() {
      clearInterval(timer);
      await settled();
    },
  };
}
