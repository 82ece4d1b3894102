import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';

/** The request that an event is about, as its message gives it. */
export function requestIdOf({ data }: CompletionEvent): string {
  const { requestId, claimedRequestId = '' } = { claimedRequestId: undefined, ...data };
  return requestId ?? claimedRequestId;
}
