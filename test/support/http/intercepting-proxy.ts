import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { operationOf } from '../../../bench/proxy/operation.ts';

type Service = 'sqs' | 'dynamodb' | 's3' | 'kms' | 'directory';

/** One request of a client to a service. */
export interface InterceptedCall {
  readonly service: Service;
  /** As AWS names it: `UpdateItem`, `SendMessageBatch`, `CreateUser`. */
  readonly operation: string;
  /** Path and query as received. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The answer of the service, once there is one. */
  readonly answer?: WireAnswer;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * `before`: the call has not reached the service. `committed`: the service has answered, and the
 * client does not know yet. `answered`: the client has the answer.
 */
export type Phase = 'before' | 'committed' | 'answered';

/** Undefined lets the call continue, `drop` closes the connection, an answer is sent instead. */
export type Verdict = undefined | 'drop' | WireAnswer;

/** Sees every call in each phase, and is awaited: a hook that takes time delays the call. */
export type CallHook = (
  call: InterceptedCall,
  phase: Phase,
) => Verdict | Promise<Verdict> | Promise<void> | void;

export interface InterceptingProxy {
  /** For `interceptEndpoint` of the local stack: the endpoint of that service through the proxy. */
  intercept(service: Service, endpoint: string): string;
  /** The calls so far, in order of arrival. */
  readonly calls: readonly InterceptedCall[];
  /** Sets the one hook, in place of the previous one. */
  onCall(hook: CallHook): void;
  /** Shows each call as it comes, and once more with the answer of the service, before the hook sees it. */
  watch(watcher: (call: InterceptedCall) => void): void;
  stop(): Promise<void>;
}

/** A reverse proxy in front of each service, which knows the names of AWS calls. */
export async function startInterceptingProxy(): Promise<InterceptingProxy> {
  const calls: InterceptedCall[] = [];
  const upstreams = new Map<Service, URL>();
  const watchers: ((call: InterceptedCall) => void)[] = [];
  let hook: CallHook = () => undefined;

  async function serve(
    service: Service,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const body = await buffer(request);
    const { url: path = '/', headers } = request;
    const operation = operationOf(request);
    const call = { service, operation, path, headers, body: body.toString() };
    calls.push(call);
    for (const watcher of watchers) watcher(call);
    const instead = await hook(call, 'before');
    if (instead) return conclude(response, instead);
    const answer = await forward(request, body, upstreams.get(service));
    for (const watcher of watchers) watcher({ ...call, answer });
    const replacement = await hook({ ...call, answer }, 'committed');
    await conclude(response, replacement ?? answer);
    await hook({ ...call, answer }, 'answered');
  }

  async function listen(service: Service): Promise<{ server: Server; endpoint: string }> {
    const server = createServer((request, response) => {
      // Any failure of the proxy is a broken connection for the client.
      serve(service, request, response).catch(() => response.destroy());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, endpoint: `http://127.0.0.1:${port}` };
  }

  const [sqs, dynamodb, s3, kms, directory] = await Promise.all([
    listen('sqs'),
    listen('dynamodb'),
    listen('s3'),
    listen('kms'),
    listen('directory'),
  ]);
  const listeners = { sqs, dynamodb, s3, kms, directory };

  return {
    intercept(service, endpoint) {
      upstreams.set(service, new URL(endpoint));
      return listeners[service].endpoint;
    },
    calls,
    onCall(next) {
      hook = next;
    },
    watch: (watcher) => void watchers.push(watcher),
    async stop() {
      await Promise.all([sqs, dynamodb, s3, kms, directory].map(({ server }) => close(server)));
    },
  };
}

/** Sends the request on as received, host and signature included. */
async function forward(
  { method = 'GET', url, headers }: IncomingMessage,
  body: Buffer,
  upstream: URL | undefined,
): Promise<WireAnswer> {
  const { hostname, port } = upstream ?? {};
  const request = send({ hostname, port, method, path: url, headers, agent: false });
  const answered = once(request, 'response');
  request.end(body);
  const [response] = (await answered) as [IncomingMessage];
  return {
    status: response.statusCode ?? 500,
    headers: response.headers,
    body: (await buffer(response)).toString(),
  };
}

async function conclude(response: ServerResponse, verdict: 'drop' | WireAnswer): Promise<void> {
  if (verdict === 'drop') {
    response.destroy();
    return;
  }
  const { connection, 'transfer-encoding': _, ...headers } = verdict.headers ?? {};
  const { socket } = response.writeHead(verdict.status, headers);
  await new Promise<void>((resolve) => {
    response.once('close', resolve).end(verdict.body, resolve);
  });
  // An answer that is shorter than its content-length ends in the middle.
  if (Number(headers['content-length']) > Buffer.byteLength(verdict.body)) socket?.destroy();
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
