import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const CHANNEL = 'http.client.request.start';

/**
 * Runs an action once, when the next HTTP request that starts has left this process: work that begins sooner would
 * delay the request, and a connection takes long to open where the processor is slow.
 * @param isAwaited whether it is this request; the next one unless given
 * @returns a function that cancels the action
 */
export function onceSent(
  action: () => unknown,
  isAwaited: (request: ClientRequest) => boolean = () => true,
): () => void {
  let isCancelled = false;
  const onStart = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    if (!isAwaited(request)) return;
    unsubscribe(CHANNEL, onStart);
    request.once('finish', () => {
      if (!isCancelled) action();
    });
  };
  subscribe(CHANNEL, onStart);
  return () => {
    isCancelled = true;
    unsubscribe(CHANNEL, onStart);
  };
}

/**
 * Waits until a call's request has left this process, or the call is over.
 * @param target AWS's name of the operation, in the header `x-amz-target`
 * @param call which has begun, and has not sent its request yet
 */
export async function untilSent(target: string, call: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const sent = new Promise<void>((resolve) => {
    cancel = onceSent(resolve, (request) => request.getHeader('x-amz-target') === target);
  });
  try {
    await Promise.race([sent, call.catch(() => {})]);
  } finally {
    cancel();
  }
}
