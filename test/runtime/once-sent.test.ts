import { once } from 'node:events';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { onceSent } from '../../src/runtime/once-sent.ts';

let server: Server;
let waiting: ServerResponse[];

beforeEach(async () => {
  waiting = [];
  server = createServer((_, response) => waiting.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function call(): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const [response] = await once(request({ port, host: '127.0.0.1' }).end(), 'response');
  await response.toArray();
}

async function respond(): Promise<void> {
  if (waiting.length === 0) await once(server, 'request');
  waiting.shift()?.end();
}

test('an action runs with a connection that is open, before the response', async () => {
  const { promise: acted, resolve } = Promise.withResolvers<number>();
  onceSent(() => server.getConnections((_, count) => resolve(count)));

  const calling = call();
  // The server does not respond before that.
  expect(await acted).toBe(1);
  await respond();
  await calling;
});

test('an action runs once, whatever is sent later', async () => {
  let actions = 0;
  onceSent(() => {
    actions += 1;
  });

  await Promise.all([call(), respond()]);
  await Promise.all([call(), respond()]);

  expect(actions).toBe(1);
});

test('an action that is cancelled while its request leaves does not run', async () => {
  let actions = 0;
  const cancel = onceSent(() => {
    actions += 1;
  });

  const calling = call();
  cancel();
  await respond();
  await calling;

  expect(actions).toBe(0);
});
