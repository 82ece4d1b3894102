import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const CHANNEL = 'http.client.request.start';

/**
 * Runs an action once, when the next HTTP request that starts has left this process: work that begins sooner would
 * delay the request, and a connection takes long to open where the processor is slow.
 * @returns a function that cancels the action
 */
export function onceSent(action: () => unknown): () => void {
  let isCancelled = false;
  const onStart = (message: unknown) => {
    unsubscribe(CHANNEL, onStart);
    const { request } = message as { readonly request: ClientRequest };
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
