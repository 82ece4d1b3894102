import type { Phase } from '../http/intercepting-proxy.ts';
import type { BatchKind } from './batch-kind.ts';
import { type CrashPoint, crash } from './crash.ts';
import type { HireBatch } from './hire-batch.ts';
import { type Stock, stockAtEnd, takeStock } from './stock.ts';
import type { Tally } from './tally.ts';
import type { TrialLane } from './trial-lane.ts';
import { type Trial, tryAll } from './try-all.ts';

/** How a batch is delivered again after a crash. */
export type WayBack = 'redelivered, then redriven' | 'redriven';

const momentInWords: Readonly<Record<Phase, string>> = {
  before: 'killed before the call leaves',
  committed: 'killed after the service has carried it out, before the answer',
  answered: 'killed after the answer',
};

/** Kills the function at one moment of every call in a recording of the batch. */
export async function killAtEveryCall(
  trials: {
    readonly kind: BatchKind;
    readonly moment: Phase;
    readonly waysBack: readonly WayBack[];
  },
  lanes: readonly TrialLane[],
): Promise<Tally> {
  const { kind, moment, waysBack } = trials;
  const calls = (await lanes[0]?.callsOf(kind)) ?? [];
  const points = calls.map((call): CrashPoint => ({ ...call, moment }));
  return tryAll(
    `${momentInWords[moment]}: ${kind.name}`,
    points.flatMap((point) => waysBack.map((wayBack) => trialOf(kind, point, wayBack))),
    lanes,
  );
}

function trialOf(kind: BatchKind, point: CrashPoint, wayBack: WayBack): Trial {
  const { operation, ordinal, moment } = point;
  return {
    name: `${operation} ${ordinal}, ${moment}, ${wayBack}`,
    kind,
    async run(batch, lane) {
      if (!(await crash(lane.service, point, () => lane.work(kind))))
        throw new Error('The function never made this call.');
      lane.endTrouble(kind);
      if (wayBack === 'redriven') return stockAfterRedrive(kind, batch, lane);
      if (kind.of === 'the sweep') await lane.sweep();
      await lane.redeliver();
      const { broken } = await takeStock(batch, lane.service);
      const stock = await stockAfterRedrive(kind, batch, lane);
      return { ...stock, broken: [...broken, ...stock.broken] };
    },
  };
}

async function stockAfterRedrive(
  kind: BatchKind,
  batch: HireBatch,
  lane: TrialLane,
): Promise<Stock> {
  await lane.comeBackFromDeadLetters(batch);
  return stockAtEnd(kind, batch, lane);
}
