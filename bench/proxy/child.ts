/**
 * A reverse proxy in front of each service, in its own process so that its timers do not wait for the
 * emulators. It adds a fixed delay to every call, and counts the calls.
 */
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../../local/stack/emulators.ts';
import { startDistance } from './distance.ts';
import type { OperationTally, ProxyMessage, ProxySettings } from './messages.ts';
import { operationOf } from './operation.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const { upstreams, addedMs, directoryRoundTripMs }: ProxySettings = JSON.parse(
  process.argv[2] ?? '{}',
);
const agent = new Agent({ keepAlive: true });
const certificate = directoryRoundTripMs === undefined ? undefined : createSelfSignedCertificate();
const TALLY = new Map<string, OperationTally>();

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [received] = await Promise.all([bufferOf(request), delay(addedMs[service])]);
  const body = service === 'dynamodb' ? withConsumedCapacity(received) : received;
  const upstream = await forward(request, body, new URL(upstreams[service]));
  const { statusCode = 500, headers } = upstream;
  const responseBody = await bufferOf(upstream);
  count(service, operationOf(request), service === 'dynamodb' ? unitsIn(responseBody) : 0);
  response.writeHead(statusCode, endToEnd(headers)).end(responseBody);
}

/** `buffer` of node:stream/consumers goes through a Blob, which costs the proxy a twelfth of its work. */
async function bufferOf(message: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await message.toArray());
}

/**
 * DynamoDB returns consumed capacity only on request. Changing the body is safe: the emulators
 * check no signature.
 */
function withConsumedCapacity(body: Buffer): Buffer {
  return Buffer.from(
    JSON.stringify({ ...JSON.parse(String(body)), ReturnConsumedCapacity: 'TOTAL' }),
  );
}

function unitsIn(body: Buffer): number {
  return JSON.parse(String(body)).ConsumedCapacity?.CapacityUnits ?? 0;
}

function count(service: Service, operation: string, capacityUnits: number): void {
  const key = `${service} ${operation}`;
  const { calls, capacityUnits: units } = TALLY.get(key) ?? { calls: 0, capacityUnits: 0 };
  TALLY.set(key, { service, operation, calls: calls + 1, capacityUnits: units + capacityUnits });
}

async function forward(
  { method = 'GET', url, headers }: IncomingMessage,
  body: Buffer,
  { hostname, port }: URL,
): Promise<IncomingMessage> {
  // Keeps the proxy's Host header: SQS builds queue URLs from it, and clients follow those URLs.
  const upstreamHeaders = { ...endToEnd(headers), 'content-length': body.length };
  const request = send({ hostname, port, method, path: url, headers: upstreamHeaders, agent });
  const responded = once(request, 'response');
  request.end(body);
  const [response] = await responded;
  return response;
}

/** Removes hop-by-hop headers. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection, 'keep-alive': _, 'transfer-encoding': __, ...rest } = headers;
  return rest;
}

async function listen(service: Service): Promise<readonly [Service, string]> {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    // The client sees any error of the proxy as a broken connection.
    serve(service, request, response).catch(() => response.destroy());
  };
  const isDistant = service === 'directory' && certificate !== undefined;
  const server = isDistant ? createTlsServer(certificate, onRequest) : createServer(onRequest);
  // A client whose idle connection was closed would retry, and the retry would be counted.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  if (!isDistant) return [service, `http://127.0.0.1:${port}`];
  return [service, `https://127.0.0.1:${await startDistance(port, directoryRoundTripMs ?? 0)}`];
}

function sendMessage(message: ProxyMessage): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit());
process.on('message', () => {
  sendMessage({ kind: 'tally', tally: [...TALLY.values()] });
  TALLY.clear();
});
const services = Object.keys(upstreams) as Service[];
const endpoints = Object.fromEntries(await Promise.all(services.map(listen)));
sendMessage({
  kind: 'listening',
  endpoints: endpoints as Record<Service, string>,
  ...(certificate && { authority: certificate.cert }),
});
