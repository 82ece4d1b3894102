import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** By any port: a proxy before the server passes its own on. */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i;

/**
 * Refuses what a web page has the browser send, before the server reads it: a form needs no permission of the server.
 * Also a request by any name but this machine's own, which a page may have pointed here (DNS rebinding). No AWS client
 * sends the headers of a browser. To be called when all listeners of the server are there.
 */
export function refuseForeignRequests(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request);
    if (refusal === undefined) {
      for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
      return;
    }
    response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end(refusal);
  });
}

function refusalOf({ headers }: IncomingMessage): string | undefined {
  if (!OWN_HOST.test(headers.host ?? ''))
    return 'The local stack takes requests to 127.0.0.1 or localhost only.';
  // `none`: an address that a person typed. No page can forge it.
  const site = headers['sec-fetch-site'] ?? 'none';
  if (headers.origin === undefined && site === 'none') return undefined;
  return 'The local stack takes no requests of web pages.';
}
