import type { Invocation } from '../../../src/provisioning/context.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import type { ProcessedHire } from '../../../src/provisioning/settle.ts';
import type { Delivery, World } from './engine-harness.ts';

/** An invocation whose time for searching is over after so many pages; of a new instance, or a warm one. */
export function invokeWithTimeFor(
  pages: number,
  world: World,
  deliveries: readonly Delivery[],
  warm: { readonly target?: Target } = {},
): Promise<readonly ProcessedHire[]> {
  const pause = abortedAtPage(pages, 'committed', world);
  return invoke(world, deliveries, { ...warm, pause });
}

/** An invocation of a new instance whose directory calls are cut off while it waits for this page. */
export function invokeCutOffAtPage(
  page: number,
  world: World,
  deliveries: readonly Delivery[],
): Promise<readonly ProcessedHire[]> {
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
  changes: Partial<Invocation>,
): Promise<readonly ProcessedHire[]> {
  const never = new AbortController().signal;
  const now = world.clock.now();
  const messages = deliveries.map(({ messageId = '', body }) => ({
    messageId,
    body: JSON.stringify(body),
    receiveCount: 1,
    firstReceivedAtMs: now,
    sentAtMs: now,
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
