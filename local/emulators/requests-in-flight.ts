import type { Server } from 'node:http';

/**
 * Tracks requests that were received completely and have no response yet. A server counts only
 * connections: it forgets a request whose client has disconnected, although it is still carried out.
 */
export function trackRequestsInFlight(server: Server): ReadonlySet<Promise<void>> {
  const inFlight = new Set<Promise<void>>();
  server.prependListener('request', (request, response) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    request.once('end', () => inFlight.add(promise));
    // When the client has disconnected, the response emits no event at its end.
    response.end = new Proxy(response.end, {
      apply(end, self, args) {
        inFlight.delete(promise);
        resolve();
        return Reflect.apply(end, self, args);
      },
    });
  });
  return inFlight;
}
