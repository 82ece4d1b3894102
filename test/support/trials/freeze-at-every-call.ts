import type { Phase } from '../http/intercepting-proxy.ts';
import { type FreezePoint, freeze } from './freeze.ts';
import { BATCH_KINDS, type BatchKind, withOtherRequests } from './hire-batches.ts';
import { takeStock } from './stock.ts';
import type { Tally } from './tally.ts';
import type { TrialLane } from './trial-lane.ts';
import { type Trial, tryAll } from './try-all.ts';

/** What has become of the client token of the instance that was frozen. */
export type TokenThen = 'token good' | 'token over';

const momentInWords: Readonly<Record<Phase, string>> = {
  before: 'frozen while another finishes, its call arriving late',
  committed: 'frozen while another finishes, its connection broken meanwhile',
  answered: 'frozen while another finishes, its answer read late',
};

/** The batches of which an instance is frozen: what it waits for is one call. */
export const kindsToFreeze = BATCH_KINDS.filter(({ oneCallAtATime }) => oneCallAtATime);

/** Freezes the function at one moment of every call of its own that a recording of the batch finds. */
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
    // The poller deletes, which is no process of ours.
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
