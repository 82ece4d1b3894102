import type { InterceptedCall, Phase } from '../http/intercepting-proxy.ts';
import type { NumberedCall } from './trial-lane.ts';

/**
 * Recognises one call of a batch by its number, in each of its phases and when the SDK sends it
 * again.
 */
export function recogniserOf({ operation, ordinal }: NumberedCall) {
  let seen = 0;
  let body: string | undefined;
  return (call: InterceptedCall, phase: Phase): boolean => {
    if (call.operation !== operation) return false;
    if (phase === 'before') seen += 1;
    if (phase === 'before' && seen === ordinal) body = call.body;
    return call.body === body;
  };
}
