import type { Phase } from '../http/intercepting-proxy.ts';
import { type FreezePoint, freeze } from './freeze.ts';
import { BATCH_KINDS, type BatchKind, withOtherRequests } from './hire-batches.ts';
import { takeStock } from './stock.ts';
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

/** The batches that a frozen instance has: those with one call in flight at a time. */
export const kindsToFreeze = BATCH_KINDS.filter(({ oneCallAtATime }) => oneCallAtATime);

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
  return {
    name: `${operation} ${ordinal}, ${moment}, ${token}`,
    kind,
    async run(batch, lane) {
      const all = withOtherRequests(batch);
      const thaw = await freeze(lane.service, point);
      lane.endTrouble(kind);
      if (token === 'token over') lane.expireClientTokens();
      await lane.finishBeside(all.bodies.slice(batch.bodies.length)).finally(thaw);
      return takeStock(all, lane.service);
    },
  };
}
