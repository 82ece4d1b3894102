import { once } from 'node:events';
import {
  createServer,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { onceSent, untilSent } from '../../src/runtime/once-sent.ts';

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

async function call(headers: OutgoingHttpHeaders = {}): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const [response] = await once(request({ port, host: '127.0.0.1', headers }).end(), 'response');
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

describe('a call whose request is waited for', () => {
  const nextTurn = async () => {};
  const later = async (headers: OutgoingHttpHeaders) => {
    await nextTurn();
    return call(headers);
  };

  test('has left before the response', async () => {
    const calling = later({ 'x-amz-target': 'Service.Operation' });
    await untilSent('Service.Operation', calling);
    // The server does not respond before that.
    await respond();
    await calling;
  });

  test('has not left with the request of another operation', async () => {
    let hasLeft = false;
    const { promise: calling, resolve: callIsOver } = Promise.withResolvers<void>();
    const leaving = untilSent('Service.Operation', calling).then(() => {
      hasLeft = true;
    });
    await Promise.all([call({ 'x-amz-target': 'Service.Other' }), respond()]);

    expect(hasLeft).toBe(false);
    callIsOver();
    await leaving;
  });

  test('is waited for no longer once it has failed', async () => {
    await untilSent('Service.Operation', Promise.reject(new Error('There are no credentials.')));
  });
});
