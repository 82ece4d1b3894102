import type { AddressInfo } from 'node:net';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { refuseForeignRequests } from '../../refuse-foreign-requests.ts';
import type { HttpResult } from './response.ts';
import type { IncomingRequest } from './serve.ts';

export interface Route<Operation extends string> {
  readonly method: string;
  readonly url: string;
  /** The operation of a request to this route. */
  readonly operationOf: (headers: Readonly<Record<string, string>>) => Operation | 'unknown';
}

/** Longer than any user id: a user id that is too long must be a validation error, not an unknown path. */
const MAX_PATH_PARAMETER_LENGTH = 1024;

export interface HttpServer {
  readonly endpoint: string;
  /** Closes every connection, idle or not. */
  stop(): Promise<void>;
}

/**
 * Listens on 127.0.0.1.
 * @throws the system's error, such as EADDRINUSE, when it cannot listen
 */
export async function startHttpServer<Operation extends string>(
  port: number,
  routes: readonly Route<Operation>[],
  serve: (request: IncomingRequest<Operation>) => Promise<HttpResult>,
): Promise<HttpServer> {
  const app = fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PATH_PARAMETER_LENGTH },
  });
  // The signature covers the bytes as received.
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

  refuseForeignRequests(app.server);
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

function send(reply: FastifyReply, result: HttpResult): FastifyReply {
  // As bytes: fastify adds a charset to text, which the service does not.
  if (result !== 'no-response')
    return reply.code(result.status).headers(result.headers).send(Buffer.from(result.body));
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
