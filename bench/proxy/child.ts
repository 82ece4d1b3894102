/**
 * A reverse proxy in front of each service, in a process of its own so that its timers do not wait for
 * the emulators. It adds a fixed time to every call, and counts the calls.
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
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../../local/stack/emulators.ts';
import type { OperationTally, ProxyMessage, ProxySettings } from './messages.ts';
import { operationOf } from './operation.ts';

const { upstreams, addedMs }: ProxySettings = JSON.parse(process.argv[2] ?? '{}');
const agent = new Agent({ keepAlive: true });
const TALLY = new Map<string, OperationTally>();

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [received] = await Promise.all([buffer(request), delay(addedMs[service])]);
  const body = service === 'dynamodb' ? askingForCapacity(received) : received;
  const answer = await forward(request, body, new URL(upstreams[service]));
  const answerBody = await buffer(answer);
  count(service, operationOf(request), service === 'dynamodb' ? unitsIn(answerBody) : 0);
  response.writeHead(answer.statusCode ?? 500, endToEnd(answer.headers)).end(answerBody);
}

/** DynamoDB says what a call costs only if asked. The emulators check no signature. */
function askingForCapacity(body: Buffer): Buffer {
  return Buffer.from(
    JSON.stringify({ ...JSON.parse(String(body)), ReturnConsumedCapacity: 'TOTAL' }),
  );
}

function unitsIn(answer: Buffer): number {
  return JSON.parse(String(answer)).ConsumedCapacity?.CapacityUnits ?? 0;
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
  // The host stays the proxy's: SQS makes queue URLs of it, and clients follow those.
  const upstreamHeaders = { ...endToEnd(headers), 'content-length': body.length };
  const request = send({ hostname, port, method, path: url, headers: upstreamHeaders, agent });
  const answered = once(request, 'response');
  request.end(body);
  const [answer] = await answered;
  return answer;
}

/** Without what belongs to one connection. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection, 'keep-alive': _, 'transfer-encoding': __, ...rest } = headers;
  return rest;
}

async function listen(service: Service): Promise<readonly [Service, string]> {
  const server = createServer((request, response) => {
    // Whatever goes wrong in between is for the client a connection that broke.
    serve(service, request, response).catch(() => response.destroy());
  });
  // A client that finds its connection closed tries again, which would be counted.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return [service, `http://127.0.0.1:${(server.address() as AddressInfo).port}`];
}

function say(message: ProxyMessage): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit());
process.on('message', () => {
  say({ kind: 'tally', tally: [...TALLY.values()] });
  TALLY.clear();
});
const services = Object.keys(upstreams) as Service[];
const endpoints = Object.fromEntries(await Promise.all(services.map(listen)));
say({ kind: 'listening', endpoints: endpoints as Record<Service, string> });
