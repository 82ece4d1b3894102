import { once } from 'node:events';
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as sendHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as sendHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { createSpareConnections } from './spare-connections.ts';

/** Servers and load balancers close idle connections after two seconds or more. */
const IDLE_MS = 1_000;
/** Ten hires of a batch, with three look-ups each at the same time. */
const MAX_CONNECTIONS = 30;
const DECODERS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Path and query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** No more than this is read, after decompression: a broken server must not exhaust the memory. */
  readonly maxResponseBytes: number;
}

export type HttpResult =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      /** undefined if the body is longer than the limit. */
      readonly text: string | undefined;
    }
  /** It is unknown whether the server carried out the request. */
  | { readonly kind: 'broken'; readonly error: unknown };

export interface Connections {
  /** Begins to open what `requests` at the same time will need, from the second invocation on. Never throws. */
  open(requests: number): void;
  /** Never throws. Follows no redirect. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpResult>;
  /** Closes every connection; later requests open new ones. */
  closeAll(): Promise<void>;
}

/**
 * Connections to one server. They are kept between requests, because opening one takes two or three round trips
 * over TLS. They must be closed before Lambda freezes the instance: a request that is sent on a connection that the
 * server has closed meanwhile is lost, and a lost creation costs a search and a wait.
 */
export function createConnections(
  { protocol, origin }: URL,
  { idleMs = IDLE_MS }: { readonly idleMs?: number } = {},
): Connections {
  const isTls = protocol === 'https:';
  const options = { keepAlive: true, timeout: idleMs, maxSockets: MAX_CONNECTIONS };
  const sendOver = isTls ? sendHttps : sendHttp;
  let pool: ReturnType<typeof createPool> | undefined;
  /** False once the server has closed a connection just as it was used again. */
  let isKept = true;

  return {
    open: (requests) => pool?.spares.open(requests),

    async send({ method, path, headers, body, maxResponseBytes }, signal) {
      pool ??= createPool(isTls, options);
      const request = sendOver(origin + path, {
        method,
        headers: { ...headers, 'accept-encoding': 'gzip', ...(!isKept && { connection: 'close' }) },
        agent: pool.agent,
        signal,
      });
      // An error after the response has begun ends the reading of it; without a listener, it ends the process.
      request.on('error', () => {});
      try {
        const responded = responseOf(request);
        request.end(body);
        const response = await responded;
        const { statusCode = 0, headers } = response;
        const text = await readText(response, maxResponseBytes);
        return { kind: 'response', status: statusCode, headers, text };
      } catch (error) {
        if (request.reusedSocket && !signal.aborted) isKept = false;
        return { kind: 'broken', error };
      }
    },

    async closeAll() {
      if (!pool) return;
      const { sockets, freeSockets } = pool.agent;
      const used = [...Object.values(sockets), ...Object.values(freeSockets)].flat();
      const open = [...used, ...pool.spares.takeAll()].filter((socket) => socket !== undefined);
      const closed = open.map((socket) => !socket.closed && once(socket, 'close'));
      for (const socket of open) socket.destroy();
      await Promise.allSettled(closed);
    },
  };
}

/** Rejects at any end without a response: that of a server which switches protocols (101) is no error to Node. */
function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
    request.once('close', () => reject(new Error('The connection was closed without a response.')));
  });
}

function createPool(isTls: boolean, options: object) {
  // One context for all connections: Node would make one for each, a quarter of the work of opening it.
  const agent = isTls
    ? new HttpsAgent({ ...options, secureContext: createSecureContext() })
    : new HttpAgent(options);
  return { agent, spares: createSpareConnections(agent) };
}

/** Counts bytes after decompression, and stops reading at the limit: undefined if the body is too long. */
async function readText(response: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of decompressed(response)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function decompressed(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? '';
  const createDecoder = Object.hasOwn(DECODERS, encoding)
    ? DECODERS[encoding as keyof typeof DECODERS]
    : undefined;
  // The error of either stream ends the reading of the last one.
  return createDecoder ? pipeline(response, createDecoder(), () => {}) : response;
}
