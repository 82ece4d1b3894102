import type { Phase } from '../http/intercepting-proxy.ts';
import type { BatchKind } from './batch-kind.ts';
import { type FreezePoint, freeze } from './freeze.ts';
import { type HireBatch, withOtherRequests } from './hire-batch.ts';
import { type Stock, stockAtEnd } from './stock.ts';
import type { Tally } from './tally.ts';
import type { TrialLane } from './trial-lane.ts';
import { type Trial, tryAll } from './try-all.ts';

/** Whether the client token of the frozen instance has expired. */
export type TokenThen = 'token good' | 'token over';

const momentInWords: Readonly<Record<Phase, string>> = {
  before: 'frozen while another finishes, its call arriving late',
  committed: 'frozen while another finishes, its connection broken by then',
  answered: 'frozen while another finishes, its answer read late',
};

/** The batches that a frozen instance has: those with one call in flight at a time, and runs of the sweep. */
export function kindsToFreeze(kinds: readonly BatchKind[]): readonly BatchKind[] {
  return kinds.filter(({ oneCallAtATime, of }) => oneCallAtATime || of === 'the sweep');
}

/** Freezes the function at one moment of every call of its own in a recording of the batch. */
export async function freezeAtEveryCall(
  trials: {
    readonly kind: BatchKind;
    readonly moment: Phase;
    readonly tokens: readonly TokenThen[];
  },
  lanes: readonly TrialLane[],
): Promise<Tally> {
  const { kind, moment, tokens } = trials;
  const calls = (await lanes[0]?.callsOf(kind)) ?? [];
  const points = calls
    // The poller deletes, and the function does not.
    .filter(({ operation }) => operation !== 'DeleteMessageBatch')
    .map((call): FreezePoint => ({ ...call, moment }));
  return tryAll(
    `${momentInWords[moment]}: ${kind.name}`,
    points.flatMap((point) => tokens.map((token) => trialOf(kind, point, token))),
    lanes,
  );
}

function trialOf(kind: BatchKind, point: FreezePoint, token: TokenThen): Trial {
  const { operation, ordinal, moment } = point;
  const run = kind.of === 'the sweep' ? besideASweep : besideADelivery;
  return {
    name: `${operation} ${ordinal}, ${moment}, ${token}`,
    kind,
    run: (batch, lane) => run({ kind, point, token, batch, lane }),
  };
}

interface Frozen {
  readonly kind: BatchKind;
  readonly point: FreezePoint;
  readonly token: TokenThen;
  readonly batch: HireBatch;
  readonly lane: TrialLane;
}

/** Other instances finish the hires of the frozen one, and others of the same people. */
async function besideADelivery({ kind, point, token, batch, lane }: Frozen): Promise<Stock> {
  const { consumption } = lane.service.stack;
  const all = withOtherRequests(batch);
  const thaw = await freeze(lane.service, point, async () => {
    await consumption.start();
    return consumption.pause;
  });
  lane.endTrouble(kind);
  if (token === 'token over') lane.expireClientTokens();
  await lane.finishBeside(all.bodies.slice(batch.bodies.length)).finally(thaw);
  return stockAtEnd(kind, all, lane);
}

/** The next run of the sweep comes, and what it sends is delivered, before the frozen one continues. */
async function besideASweep({ kind, point, batch, lane }: Frozen): Promise<Stock> {
  const thaw = await freeze(lane.service, point, async () => {
    const run = lane.sweep();
    return () => run;
  });
  await lane
    .sweep()
    .then(() => lane.redeliver())
    .finally(thaw);
  await lane.redeliver();
  return stockAtEnd(kind, batch, lane);
}
