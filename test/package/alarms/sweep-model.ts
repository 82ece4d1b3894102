import { type DueHire, releaseDueHires } from '../../../src/provisioning/release-due-hires.ts';
import { measuredOf } from '../../../src/sqs/release-metrics.ts';
import type { WatchedMetric } from '../watched-metrics.ts';

const OF_SWEEP = { FunctionName: '<ReleaseDueHiresLambdaFunction>' };
const OF_JOINER = { service: 'joiner', stage: 'local' };
const RUN_EVERY_MINUTES = 15;
/** Lambda tries a run that it refused again after five minutes at most. */
const THROTTLED_EVERY_MINUTES = 5;

/** How the sweep stands; a story changes it. */
export interface SweepState {
  condition: 'works' | 'fails' | 'throttled' | 'stopped';
  /** Whether the queue takes what the sweep sends. */
  isQueueUp: boolean;
  /** Epoch milliseconds of the days of the hires that wait. */
  readonly dueAtMs: number[];
}

/** The rule that starts the sweep, Lambda, and the real sweep behind them. */
export function createSweepModel(measure: (metric: WatchedMetric, value: number) => void) {
  const state: SweepState = { condition: 'works', isQueueUp: true, dueAtMs: [] };
  const measureLambda = (name: string, value: number) =>
    measure({ namespace: 'AWS/Lambda', name, dimensions: OF_SWEEP }, value);

  async function release(nowMs: number): Promise<void> {
    const due = state.dueAtMs.filter((dueAtMs) => dueAtMs <= nowMs).map(hireDueAt);
    const release = await releaseDueHires(
      {
        clock: { now: () => nowMs },
        dueHires: {
          async *due() {
            yield due;
          },
          markReleased: async ({ dueAtMs }) =>
            void state.dueAtMs.splice(state.dueAtMs.indexOf(dueAtMs), 1),
        },
        send: async (hires) => new Set(state.isQueueUp ? [] : hires.map(({ key }) => key)),
      },
      new AbortController().signal,
    );
    for (const [name, value] of Object.entries(measuredOf(release)))
      measure({ namespace: 'Joiner', name, dimensions: OF_JOINER }, value);
  }

  return {
    state,
    async runIfTime(minute: number, nowMs: number): Promise<void> {
      const { condition } = state;
      const every = condition === 'throttled' ? THROTTLED_EVERY_MINUTES : RUN_EVERY_MINUTES;
      if (condition === 'stopped' || minute % every !== 0) return;
      if (condition === 'throttled') return measureLambda('Throttles', 1);
      measureLambda('Invocations', 1);
      measureLambda('Throttles', 0);
      measureLambda('Errors', condition === 'fails' ? 1 : 0);
      if (condition === 'works') await release(nowMs);
    },
  };
}

function hireDueAt(dueAtMs: number, index: number): DueHire {
  return { key: String(index), body: '{}', dueAtMs, askedAtMs: dueAtMs, version: 1 };
}
