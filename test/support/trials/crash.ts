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
 * SIGKILL at that moment of the first delivery of what is in the queue. Of the poller's own deletion,
 * which no process of ours makes, the call or its answer is lost.
 *
 * @returns whether it came to that
 */
export async function crash(
  { proxy, stack, consumeOnce }: StackUnderFaults,
  point: CrashPoint,
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
    // What else the process does on its last breath reaches nobody, and no other answer reaches it.
    if (doomed && !isTheCall) {
      if (phase === 'committed') underWay -= 1;
      await killed.promise;
      return 'drop';
    }
    if (phase === 'before' && !(isTheCall && moment === 'before')) underWay += 1;
    if (phase === 'committed') underWay -= 1;
    if (!isTheCall) return undefined;
    // The answer goes out; what the function would call because of it does not.
    if (phase === 'committed' && moment === 'answered') doomed = true;
    if (phase !== moment) return undefined;
    doomed = true;
    await stack.functions.kill();
    killed.resolve();
    return 'drop';
  });
  await consumeOnce();
  if (doomed) await killed.promise;
  // What a call of the dead process still commits is committed before the message comes again.
  await until(
    () => underWay,
    (calls) => calls === 0,
  );
  proxy.onCall(() => undefined);
  return doomed;
}
