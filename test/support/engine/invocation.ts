import type { Invocation } from '../../../src/provisioning/context.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import type { ProcessedHire } from '../../../src/provisioning/processed-hire.ts';
import { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import type { SettleDeps } from '../../../src/provisioning/settle.ts';
import type { RecordingServer } from '../http/recording-server.ts';
import { digestsFor } from './digests.ts';
import { type Delivery, type EngineHarness, TARGET_ID } from './engine-harness.ts';

/**
 * An invocation whose time for the search ends after so many pages, of a new instance or a warm
 * one.
 */
export function invokeWithTimeFor(
  pages: number,
  engine: EngineHarness,
  deliveries: readonly Delivery[],
  warm: { readonly target?: Target } = {},
): Promise<readonly ProcessedHire[]> {
  const pause = abortedAtPage(pages, 'committed', engine);
  return invoke(engine, deliveries, { ...warm, pause });
}

/**
 * An invocation of a new instance whose directory calls are aborted while it waits for this page.
 */
export function invokeCutOffAtPage(
  page: number,
  engine: EngineHarness,
  deliveries: readonly Delivery[],
): Promise<readonly ProcessedHire[]> {
  return invoke(engine, deliveries, { directorySignal: abortedAtPage(page, 'before', engine) });
}

/** An invocation with a malformed message, whose time to send is over once the server got a request. */
export function invokeUntilRequestOf(
  server: Pick<RecordingServer, 'untilRequests'>,
  engine: EngineHarness,
  env: Readonly<Record<string, string>>,
): Promise<readonly ProcessedHire[]> {
  const sending = new AbortController();
  void server.untilRequests(1).then(() => sending.abort());
  return invoke(engine, [{ body: 'no hire', messageId: 'm-1' }], {
    ...engine.compose(env),
    settleSignal: sending.signal,
  });
}

function abortedAtPage(page: number, when: 'before' | 'committed', { directory }: EngineHarness) {
  const controller = new AbortController();
  let left = page;
  directory.onRequest((operation, phase) => {
    if (operation === 'ListUsers' && phase === when) left -= 1;
    if (left === 0) controller.abort();
  });
  return controller.signal;
}

function invoke(
  engine: EngineHarness,
  deliveries: readonly Delivery[],
  changes: Partial<Omit<Invocation & SettleDeps, 'digests'>>,
): Promise<readonly ProcessedHire[]> {
  const never = new AbortController().signal;
  const now = engine.clock.now();
  const messages = deliveries.map(({ messageId = '', body }) => ({
    messageId,
    body: JSON.stringify(body),
    receiveCount: 1,
    firstReceivedAtMs: now,
    sentAtMs: now,
  }));
  return provisionBatch(messages, {
    ...engine.compose(),
    pause: never,
    directorySignal: never,
    signal: never,
    settleSignal: never,
    leaseUntilMs: now + 60_000,
    backoffMaxMs: 3_600_000,
    ...changes,
    digests: digestsFor(TARGET_ID),
  });
}
