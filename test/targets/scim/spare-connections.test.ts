import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as immediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Target } from '../../../src/provisioning/ports.ts';
import { createConnections } from '../../../src/targets/scim/connections.ts';
import { scimTargetAt } from '../../support/directories/scim-harness.ts';

const never = new AbortController().signal;
const NO_USERS = JSON.stringify({ totalResults: 0, Resources: [] });
const PERSON = { personKey: 'user#1' };
const EMPLOYEE = { ...PERSON, employeeId: 'E-7' };
const AT_ANOTHER_TIME = { method: 'GET', path: '/', headers: {}, maxResponseBytes: 1_000 } as const;

let server: Server;
let baseUrl: URL;
/** All that were ever opened. */
let connections: Socket[];

beforeEach(async () => {
  connections = [];
  server = createServer((_, response) => response.end(NO_USERS));
  server.on('connection', (socket) => connections.push(socket));
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  baseUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(async () => {
  server.closeAllConnections();
  await promisify(server.close.bind(server))();
});

const look = (target: Target) =>
  target.find('zoe@example.com', undefined, { pause: never, abort: never }, PERSON);

/** The instance has called before: its first invocation opens connections with its calls. */
async function targetInLaterInvocation(uniqueUserNames = false): Promise<Target> {
  const target = scimTargetAt(baseUrl.href, { uniqueUserNames });
  await look(target);
  await target.endInvocation?.();
  connections = [];
  return target;
}

async function untilOpened(count: number): Promise<void> {
  while (connections.length < count) await once(server, 'connection');
}

test('the connections of the look-ups open before the look-ups, which then use them', async () => {
  const target = await targetInLaterInvocation();
  target.expectCreate?.(PERSON);
  await untilOpened(3);

  expect(await look(target)).toMatchObject({ kind: 'absent' });
  expect(connections).toHaveLength(3);
});

test.each([
  ['a hire', PERSON, 1],
  ['a hire with an employee id', EMPLOYEE, 2],
])(
  'where user names are unique, the creation for %s gets a connection for each look-up',
  async (_, ids, lookUps) => {
    const target = await targetInLaterInvocation(true);
    target.expectCreate?.(ids);
    await untilOpened(lookUps);
    await target.get('user-1', never);

    expect(connections).toHaveLength(lookUps);
  },
);

test('connections that are free are not opened again', async () => {
  const target = await targetInLaterInvocation();
  await look(target);
  target.expectCreate?.(PERSON);
  await immediate();
  await look(target);

  expect(connections).toHaveLength(3);
});

test('connections that no call has used are closed at the end of the invocation', async () => {
  const target = await targetInLaterInvocation();
  target.expectCreate?.(PERSON);
  await untilOpened(3);
  const closed = connections.map((socket) => once(socket.resume(), 'close'));
  await target.endInvocation?.();
  await Promise.all(closed);

  expect(await promisify(server.getConnections.bind(server))()).toBe(0);
});

test('none opens after the end of the invocation', async () => {
  const target = await targetInLaterInvocation();
  target.expectCreate?.(PERSON);
  await target.endInvocation?.();
  await immediate();
  // Others would have opened before this one.
  await target.get('user-1', never);

  expect(connections).toHaveLength(1);
});

test('there are never more than thirty, however many creations are expected', async () => {
  const target = await targetInLaterInvocation();
  for (let hire = 0; hire < 20; hire += 1) target.expectCreate?.(PERSON);
  await untilOpened(30);
  await Promise.all(Array.from({ length: 20 }, () => look(target)));

  expect(connections).toHaveLength(30);
});

test('a connection that stays unused is closed, before the server may close it', async () => {
  const { send, open } = createConnections(baseUrl, { idleMs: 1 });
  await send(AT_ANOTHER_TIME, never);
  open(2);
  await untilOpened(2);

  // Ends only if the connection is closed: nothing else closes it.
  await once(connections[1]?.resume() as Socket, 'close');
  expect(await send(AT_ANOTHER_TIME, never)).toMatchObject({ kind: 'response', status: 200 });
});

test('a server that cannot be reached fails the call, not the opening before it', async () => {
  const target = await targetInLaterInvocation();
  const { port } = baseUrl;
  await promisify(server.close.bind(server))();
  target.expectCreate?.(PERSON);
  await immediate();

  // Takes one of three connections that fail.
  expect(await target.get('user-1', never)).toMatchObject({ cause: 'target-unavailable' });
  await once(server.listen(Number(port), '127.0.0.1'), 'listening');
});
