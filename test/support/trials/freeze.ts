import type { Phase } from '../http/intercepting-proxy.ts';
import type { StackUnderFaults } from '../stack/stack-under-faults.ts';
import { until } from '../time/until.ts';
import { recogniserOf } from './nth-call.ts';
import { isOfANewInstance, type NumberedCall } from './trial-lane.ts';

/** A moment of a call at which its process is stopped. */
export interface FreezePoint extends NumberedCall {
  /**
   * `before`: the call reaches the service only once the process continues. `committed`: the
   * service has carried it out, and the connection has broken. `answered`: the answer waits for the
   * process.
   */
  readonly moment: Phase;
}

/**
 * Sends SIGSTOP to the function at that moment of its work. Other processes continue to work.
 *
 * @param start begins the work, and returns a function that waits until all of it has ended
 * @returns a function that sends SIGCONT, and waits until the frozen invocation has ended
 * @throws when the work never reaches that moment
 */
export async function freeze(
  { proxy, stack }: StackUnderFaults,
  point: FreezePoint,
  start: () => Promise<() => Promise<void>>,
): Promise<() => Promise<void>> {
  const isTheCall = recogniserOf(point);
  const standsStillAt = point.moment === 'before' ? 'before' : 'committed';
  const thawed = Promise.withResolvers<void>();
  let thaw: (() => void) | undefined;
  if (isOfANewInstance(point.operation)) await stack.functions.kill();

  proxy.onCall(async (call, phase) => {
    if (thaw || !isTheCall(call, phase) || phase !== standsStillAt) return undefined;
    thaw = stack.functions.freeze();
    if (point.moment === 'before') await thawed.promise;
    return point.moment === 'committed' ? 'drop' : undefined;
  });
  const ended = await start();
  await until(
    () => thaw !== undefined,
    (isFrozen) => isFrozen,
  );

  return async () => {
    thaw?.();
    thawed.resolve();
    await ended();
    proxy.onCall(() => undefined);
  };
}
