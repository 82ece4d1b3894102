import type { Phase } from '../http/intercepting-proxy.ts';
import { type CrashPoint, crash } from './crash.ts';
import type { BatchKind, HireBatch } from './hire-batches.ts';
import { type Stock, takeStock } from './stock.ts';
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
      if (!(await crash(lane.service, point)))
        throw new Error('The delivery never made this call.');
      lane.endTrouble(kind);
      if (wayBack === 'redriven') return stockAfterRedrive(batch, lane);
      await lane.redeliver();
      const { broken } = await takeStock(batch, lane.service);
      const stock = await stockAfterRedrive(batch, lane);
      return { ...stock, broken: [...broken, ...stock.broken] };
    },
  };
}

async function stockAfterRedrive(batch: HireBatch, lane: TrialLane): Promise<Stock> {
  await lane.comeBackFromDeadLetters(batch);
  return takeStock(batch, lane.service);
}
