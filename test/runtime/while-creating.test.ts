import { once } from 'node:events';
import { createServer, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CreateResult, Creation, Target } from '../../src/provisioning/ports.ts';
import { whileCreating } from '../../src/runtime/while-creating.ts';

const creation: Creation = {
  fields: { emailAddress: 'ada@example.com', type: 'APP_USER', apiAccess: 'DISABLED' },
  clientToken: 'token',
  personKey: 'user#1',
};
const created: CreateResult = { kind: 'created', userId: 'u-1' };
const { signal } = new AbortController();

let server: Server;
let waiting: ServerResponse[];
let actions: number;
let acted: PromiseWithResolvers<void>;

beforeEach(async () => {
  waiting = [];
  actions = 0;
  acted = Promise.withResolvers();
  server = createServer((_, response) => waiting.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const act = () => {
  actions += 1;
  acted.resolve();
};
const targetWith = (create: () => Promise<CreateResult>) =>
  whileCreating({ create } as unknown as Target, act);

async function call(): Promise<CreateResult> {
  const { port } = server.address() as AddressInfo;
  const [response] = await once(request({ port, host: '127.0.0.1' }).end(), 'response');
  await response.toArray();
  return created;
}

async function respond(): Promise<void> {
  if (waiting.length === 0) await once(server, 'request');
  waiting.shift()?.end();
}

test('something is done while the directory creates an account, and the result is the directory’s', async () => {
  const creating = targetWith(call).create(creation, signal);
  // The directory does not respond before that.
  await acted.promise;
  await respond();

  expect(await creating).toEqual(created);
});

test('it is done once, however many accounts are created later', async () => {
  const target = targetWith(call);
  await Promise.all([target.create(creation, signal), acted.promise.then(respond)]);
  await Promise.all([target.create(creation, signal), respond()]);

  expect(actions).toBe(1);
});

test('nothing is left to be done after the result, in a later invocation perhaps', async () => {
  await targetWith(async () => created).create(creation, signal);
  await Promise.all([call(), respond()]);

  expect(actions).toBe(0);
});
