import type { StackUnderFaults } from '../support/stack/stack-under-faults.ts';

/**
 * From now on the function's process is killed each time that it is about to store the account of the
 * one hire with this request id.
 *
 * @returns how often that happened so far
 */
export function crashOn(requestId: string, { proxy, stack }: StackUnderFaults): () => number {
  let crashes = 0;
  proxy.onCall(async ({ operation, body }, phase) => {
    const isItsCompletion =
      operation === 'UpdateItem' && body.includes(`"${requestId}"`) && body.includes('PROVISIONED');
    if (phase !== 'before' || !isItsCompletion) return undefined;
    crashes += 1;
    await stack.functions.kill();
    return 'drop';
  });
  return () => crashes;
}
