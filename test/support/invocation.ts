import type { Target } from '../../src/provisioning/ports.ts';
import { provisionBatch } from '../../src/provisioning/provision-batch.ts';
import type { Fate } from '../../src/provisioning/settle.ts';
import type { Stage } from '../../src/provisioning/stage.ts';
import type { Delivery, World } from './world.ts';

/** An invocation whose time for searching is over after so many pages; of a new instance, or a warm one. */
export function invokeWithTimeFor(
  pages: number,
  world: World,
  deliveries: readonly Delivery[],
  warm: { readonly target?: Target } = {},
): Promise<readonly Fate[]> {
  const pause = abortedAtPage(pages, 'committed', world);
  return invoke(world, deliveries, { ...warm, pause });
}

/** An invocation of a new instance whose directory calls are cut off while it waits for this page. */
export function invokeCutOffAtPage(
  page: number,
  world: World,
  deliveries: readonly Delivery[],
): Promise<readonly Fate[]> {
  return invoke(world, deliveries, { directorySignal: abortedAtPage(page, 'before', world) });
}

function abortedAtPage(page: number, when: 'before' | 'committed', { directory }: World) {
  const controller = new AbortController();
  let left = page;
  directory.onRequest((operation, phase) => {
    if (operation === 'ListUsers' && phase === when) left -= 1;
    if (left === 0) controller.abort();
  });
  return controller.signal;
}

function invoke(
  world: World,
  deliveries: readonly Delivery[],
  changes: Partial<Stage>,
): Promise<readonly Fate[]> {
  const never = new AbortController().signal;
  const now = world.clock.now();
  const messages = deliveries.map(({ messageId = '', body }) => ({
    ...{ messageId, body: JSON.stringify(body), receiveCount: 1 },
    ...{ firstReceivedAtMs: now, sentAtMs: now },
  }));
  return provisionBatch(messages, {
    ...world.compose(),
    pause: never,
    directorySignal: never,
    signal: never,
    settleSignal: never,
    leaseUntilMs: now + 60_000,
    ...changes,
  });
}
