import type { Phase } from '../http/intercepting-proxy.ts';
import type { StackUnderFaults } from '../stack/stack-under-faults.ts';
import { until } from '../time/until.ts';
import { recogniserOf } from './nth-call.ts';
import { isOfANewInstance, isOfTheBatch, type NumberedCall } from './trial-lane.ts';

/** A moment of a call. */
export interface CrashPoint extends NumberedCall {
  readonly moment: Phase;
}

/**
 * Sends SIGKILL to the function at that moment of its work. The poller's deletion is no call of the
 * function: there the call or its answer is lost.
 *
 * @returns whether the work reached that moment
 */
export async function crash(
  { proxy, stack }: StackUnderFaults,
  point: CrashPoint,
  work: () => Promise<void>,
): Promise<boolean> {
  const { moment, operation } = point;
  const isPointOf = recogniserOf(point);
  const killed = Promise.withResolvers<void>();
  let underWay = 0;
  let doomed = false;
  if (isOfANewInstance(operation)) await stack.functions.kill();

  proxy.onCall(async (call, phase) => {
    if (!isOfTheBatch(call.operation)) return undefined;
    const isTheCall = isPointOf(call, phase);
    // No other call of the dying process reaches a service, and no other answer reaches the
    // process.
    if (doomed && !isTheCall) {
      if (phase === 'committed') underWay -= 1;
      await killed.promise;
      return 'drop';
    }
    if (phase === 'before' && !(isTheCall && moment === 'before')) underWay += 1;
    if (phase === 'committed') underWay -= 1;
    if (!isTheCall) return undefined;
    // The answer goes out. The calls that would follow from it do not.
    if (phase === 'committed' && moment === 'answered') doomed = true;
    if (phase !== moment) return undefined;
    doomed = true;
    await stack.functions.kill();
    killed.resolve();
    return 'drop';
  });
  await work();
  if (doomed) await killed.promise;
  // A call that the dead process still had in flight is committed before the next delivery.
  await until(
    () => underWay,
    (calls) => calls === 0,
  );
  proxy.onCall(() => undefined);
  return doomed;
}
