import type { Phase } from '../../support/http/intercepting-proxy.ts';
import { type CrashPoint, crash } from '../../support/trials/crash.ts';
import { BATCH_KINDS, type BatchKind, type HireBatch } from '../../support/trials/hire-batches.ts';
import { type Stock, takeStock } from '../../support/trials/stock.ts';
import type { Tally } from '../../support/trials/tally.ts';
import type { TrialLane } from '../../support/trials/trial-lane.ts';
import { rowsOf, type Trial, tryAll } from './on-lanes.ts';

/** How a batch comes back after a crash. */
export type WayBack = 'redelivered, then redriven' | 'redriven';

const momentInWords: Readonly<Record<Phase, string>> = {
  before: 'killed before the call leaves',
  committed: 'killed after the service has done it, before the answer',
  answered: 'killed after the answer',
};
const EVERY_WAY_BACK: readonly WayBack[] = ['redelivered, then redriven', 'redriven'];

/** Every kind of batch, killed at every moment of every call, and back in every way: minutes. */
export function proveCrashPoints(target: string): Promise<readonly Tally[]> {
  return rowsOf(target, BATCH_KINDS, (kind, moment, lanes) =>
    killAtEveryCall({ kind, moment, waysBack: EVERY_WAY_BACK }, lanes),
  );
}

/** Kills the function at one moment of every call that a recording of the batch finds. */
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
      if (!(await crash(lane.world, point))) throw new Error('It never came to this call.');
      lane.endTrouble(kind);
      if (wayBack === 'redriven') return stockAfterRedrive(batch, lane);
      await lane.redeliver();
      const { broken } = await takeStock(batch, lane.world);
      const stock = await stockAfterRedrive(batch, lane);
      return { ...stock, broken: [...broken, ...stock.broken] };
    },
  };
}

async function stockAfterRedrive(batch: HireBatch, lane: TrialLane): Promise<Stock> {
  await lane.comeBackFromDeadLetters(batch);
  return takeStock(batch, lane.world);
}
