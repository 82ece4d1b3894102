import type { AddressInfo } from 'node:net';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Ending } from './answer.ts';
import type { IncomingRequest } from './serve.ts';

export interface Route<Operation extends string> {
  readonly method: string;
  readonly url: string;
  /** The operation of a request that came here. */
  readonly operationOf: (headers: Readonly<Record<string, string>>) => Operation | 'unknown';
}

/** Longer than any user id, so that one that is too long is refused as such and not as an unknown path. */
const LONGEST_PATH_PARAMETER = 1024;

export interface HttpServer {
  readonly endpoint: string;
  /** Cuts every connection, idle or not. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1; rejects with the `code` of the system (`EADDRINUSE`) if it cannot. */
export async function startHttpServer<Operation extends string>(
  port: number,
  routes: readonly Route<Operation>[],
  serve: (request: IncomingRequest<Operation>) => Promise<Ending>,
): Promise<HttpServer> {
  const app = fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: LONGEST_PATH_PARAMETER },
  });
  // The signature covers the bytes as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const handlerOf =
    (operationOf: Route<Operation>['operationOf']) =>
    async (http: FastifyRequest, reply: FastifyReply) =>
      send(reply, await serve(incoming(operationOf, http)));
  for (const { operationOf, method, url } of routes) {
    app.route({ method, url, handler: handlerOf(operationOf) });
  }
  app.setNotFoundHandler(handlerOf(() => 'unknown'));

  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}

function incoming<Operation extends string>(
  operationOf: Route<Operation>['operationOf'],
  http: FastifyRequest,
): IncomingRequest<Operation> {
  const headers = http.headers as Record<string, string>;
  return {
    operation: operationOf(headers),
    pathParameters: (http.params ?? {}) as Record<string, unknown>,
    method: http.method,
    path: http.url.split('?', 1)[0] ?? '',
    query: (http.query ?? {}) as Record<string, string | string[]>,
    headers,
    body: http.body instanceof Uint8Array ? http.body : new Uint8Array(),
  };
}

function send(reply: FastifyReply, ending: Ending): FastifyReply {
  // As bytes: fastify adds a charset to text, and the service sends none.
  if (ending !== 'no-answer')
    return reply.code(ending.status).headers(ending.headers).send(Buffer.from(ending.body));
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
