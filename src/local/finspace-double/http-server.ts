import type { AddressInfo } from 'node:net';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Ending } from './answer.ts';
import type { Operation } from './input-rules.ts';
import type { IncomingRequest } from './serve.ts';

const ROUTES = [
  { operation: 'CreateUser', method: 'POST', url: '/user' },
  { operation: 'ListUsers', method: 'GET', url: '/user' },
  { operation: 'GetUser', method: 'GET', url: '/user/:userId' },
  { operation: 'UpdateUser', method: 'PUT', url: '/user/:userId' },
  { operation: 'EnableUser', method: 'POST', url: '/user/:userId/enable' },
  { operation: 'DisableUser', method: 'POST', url: '/user/:userId/disable' },
] as const satisfies readonly { operation: Operation; method: string; url: string }[];

/** Longer than any user id, so that one that is too long is refused as such and not as an unknown path. */
const LONGEST_PATH_PARAMETER = 1024;

export interface HttpServer {
  readonly endpoint: string;
  /** Cuts every connection, idle or not. */
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1; rejects with the `code` of the system (`EADDRINUSE`) if it cannot. */
export async function startHttpServer(
  port: number,
  serve: (request: IncomingRequest) => Promise<Ending>,
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
    (operation: IncomingRequest['operation']) =>
    async (http: FastifyRequest, reply: FastifyReply) =>
      send(reply, await serve(incoming(operation, http)));
  for (const { operation, method, url } of ROUTES) {
    app.route({ method, url, handler: handlerOf(operation) });
  }
  app.setNotFoundHandler(handlerOf('unknown'));

  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${address.port}`, stop: () => app.close() };
}

function incoming(operation: IncomingRequest['operation'], http: FastifyRequest): IncomingRequest {
  return {
    operation,
    pathParameters: (http.params ?? {}) as Record<string, unknown>,
    method: http.method,
    path: http.url.split('?', 1)[0] ?? '',
    query: (http.query ?? {}) as Record<string, string | string[]>,
    headers: http.headers as Record<string, string>,
    body: http.body instanceof Uint8Array ? http.body : new Uint8Array(),
  };
}

function send(reply: FastifyReply, ending: Ending): FastifyReply {
  if (ending !== 'no-answer') {
    // As bytes: fastify adds a charset to text, and the service sends none.
    return reply.code(ending.status).headers(ending.headers).send(Buffer.from(ending.body));
  }
  reply.hijack();
  reply.raw.destroy();
  return reply;
}
