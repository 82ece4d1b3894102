import type { Server } from 'node:http';

/**
 * The requests that came in whole and are not answered yet. A server counts connections, and forgets a
 * request whose client is gone, though it is still carried out.
 */
export function requestsUnderWay(server: Server): ReadonlySet<Promise<void>> {
  const underWay = new Set<Promise<void>>();
  server.prependListener('request', (request, response) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    request.once('end', () => underWay.add(promise));
    // Without a client, a response has no event for its end.
    response.end = new Proxy(response.end, {
      apply(end, self, args) {
        underWay.delete(promise);
        resolve();
        return Reflect.apply(end, self, args);
      },
    });
  });
  return underWay;
}
