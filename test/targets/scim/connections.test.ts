import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../../src/provisioning/ports.ts';
import { createConnections } from '../../../src/targets/scim/connections.ts';
import { scimTargetAt } from '../../support/directories/scim-harness.ts';

const never = new AbortController().signal;
const USER = JSON.stringify({ id: 'user-1', userName: 'zoe@example.com' });

let server: Server;
let baseUrl: string;
/** All that were ever opened. */
let connections: Socket[];
let respond: (response: ServerResponse) => void;

beforeEach(async () => {
  connections = [];
  respond = (response) => response.end(USER);
  server = createServer((_, response) => respond(response));
  server.on('connection', (socket) => connections.push(socket));
  // So that it is the client that closes a connection.
  server.keepAliveTimeout = 0;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await promisify(server.close.bind(server))();
});

const get = (target: Target) => target.get('user-1', never);

describe('the connections of an invocation', () => {
  test('are used again: calls one after the other take one', async () => {
    const target = scimTargetAt(baseUrl, {});
    for (let call = 0; call < 5; call += 1)
      expect(await get(target)).toMatchObject({ kind: 'present' });

    expect(connections).toHaveLength(1);
  });

  test('are as many as there are calls at the same time, and then used again', async () => {
    const target = scimTargetAt(baseUrl, {});
    await Promise.all([get(target), get(target), get(target)]);
    await Promise.all([get(target), get(target)]);

    expect(connections).toHaveLength(3);
  });

  test('are never more than ten hires need, for the sake of the server', async () => {
    const target = scimTargetAt(baseUrl, {});
    await Promise.all(Array.from({ length: 40 }, () => get(target)));

    expect(connections).toHaveLength(30);
  });

  test('are all closed at its end, so that none is frozen', async () => {
    const target = scimTargetAt(baseUrl, {});
    await Promise.all([get(target), get(target)]);
    const closed = connections.map((socket) => once(socket.resume(), 'close'));
    await target.endInvocation?.();
    await Promise.all(closed);

    expect(await promisify(server.getConnections.bind(server))()).toBe(0);
  });

  test('are opened again by the next one', async () => {
    const target = scimTargetAt(baseUrl, {});
    await get(target);
    await target.endInvocation?.();

    expect(await get(target)).toMatchObject({ kind: 'present' });
    expect(connections).toHaveLength(2);
  });

  test('are closed when they have been idle, before the server may close them', async () => {
    const idle = createConnections(new URL(baseUrl), { idleMs: 1 });
    const request = { method: 'GET', path: '/', headers: {}, maxResponseBytes: 1_000 } as const;
    const result = await idle.send(request, never);
    expect(result).toMatchObject({ kind: 'response', status: 200 });

    // Ends only if the connection is closed: nothing else closes it.
    await once(connections[0]?.resume() as Socket, 'close');
    await idle.send(request, never);
    expect(connections).toHaveLength(2);
  });
});

describe('a server that closes a connection at the moment of its next use', () => {
  const closingWhenReused = () => {
    const used = new Set<unknown>();
    respond = (response) => {
      const { socket } = response;
      if (used.has(socket)) socket?.destroy();
      else response.end(USER);
      used.add(socket);
    };
  };

  test('may have carried out the call, or not', async () => {
    closingWhenReused();
    const target = scimTargetAt(baseUrl, {});
    await get(target);

    expect(await get(target)).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
  });

  test('gets a connection for each call from then on', async () => {
    closingWhenReused();
    const target = scimTargetAt(baseUrl, {});
    await get(target);
    await get(target);
    for (let call = 0; call < 3; call += 1)
      expect(await get(target)).toMatchObject({ kind: 'present' });

    expect(connections).toHaveLength(4);
  });
});

test('a server that closes each connection itself gets another for each call', async () => {
  respond = (response) => response.setHeader('connection', 'close').end(USER);
  const target = scimTargetAt(baseUrl, {});
  for (let call = 0; call < 3; call += 1)
    expect(await get(target)).toMatchObject({ kind: 'present' });

  expect(connections).toHaveLength(3);
});

test('a server that switches to another protocol ends the call: it gave no response', async () => {
  respond = ({ socket }) =>
    void socket?.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n',
    );

  expect(await get(scimTargetAt(baseUrl, {}))).toMatchObject({
    kind: 'unknown',
    cause: 'target-unavailable',
  });
});
