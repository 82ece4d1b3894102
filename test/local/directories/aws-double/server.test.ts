import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import { signedFetch } from '../../../support/aws/signed-fetch.ts';
import { createFinspaceV2Client } from '../../../support/directories/finspace-v2-client.ts';
import { createManualClock, type ManualClock } from '../../../support/time/manual-clock.ts';

const START_MS = Date.parse('2026-03-02T09:00:00Z');
const LIST = { method: 'GET', path: '/user', query: { maxResults: '10' } };
const ADA = { emailAddress: 'ada@example.com', type: 'APP_USER' };

let clock: ManualClock;
let double: FinspaceDouble;

beforeEach(async () => {
  clock = createManualClock(START_MS);
  double = await startFinspaceDouble({ clock });
});

afterEach(() => double.stop());

test('a response is JSON and carries a request id', async () => {
  const response = await signedFetch(double.endpoint, LIST);

  expect(response.headers.get('content-type')).toBe('application/json');
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await response.json()).toEqual({ users: [] });
});

test('an error response names the error in x-amzn-errortype', async () => {
  const response = await signedFetch(double.endpoint, { method: 'GET', path: '/group' });

  expect(response.status).toBe(404);
  expect(response.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
});

test('the record of calls has operation, time and status of each, in order', async () => {
  await createFinspaceV2Client(double.endpoint).createUser(ADA).promise();
  clock.advance(1000);
  await signedFetch(double.endpoint, { ...LIST, query: {} });
  await signedFetch(double.endpoint, { method: 'GET', path: '/nothing' });
  await fetch(`${double.endpoint}/user/someone`);

  expect(double.calls).toEqual([
    { operation: 'CreateUser', atMs: START_MS, status: 200 },
    { operation: 'ListUsers', atMs: START_MS + 1000, status: 400 },
    { operation: 'unknown', atMs: START_MS + 1000, status: 404 },
    { operation: 'GetUser', atMs: START_MS + 1000, status: 403 },
  ]);
});

test('the record of calls shows a call without a response as pending', async () => {
  double.faults.next('ListUsers', { kind: 'hang' });
  const response = signedFetch(double.endpoint, LIST);
  await double.faults.untilHanging();

  const calls = [...double.calls];

  double.faults.release();
  await response;
  expect(calls).toMatchObject([{ operation: 'ListUsers', status: 'pending' }]);
});

test('a listener hears of a call before it is done and after, with the users of that moment', async () => {
  const heard: object[] = [];
  double.onRequest((operation, phase) => {
    heard.push({ operation, phase, users: double.users().length });
  });

  await createFinspaceV2Client(double.endpoint).createUser(ADA).promise();

  expect(heard).toEqual([
    { operation: 'CreateUser', phase: 'before', users: 0 },
    { operation: 'CreateUser', phase: 'committed', users: 1 },
  ]);
});

test('a listener is awaited before the response goes out', async () => {
  const order: string[] = [];
  double.onRequest(async (_operation, phase) => {
    await new Promise(setImmediate);
    order.push(phase);
  });

  await signedFetch(double.endpoint, LIST);
  order.push('answered');

  expect(order).toEqual(['before', 'committed', 'answered']);
});

test('a listener does not hear committed of a call that was refused', async () => {
  const heard: string[] = [];
  double.onRequest((_operation, phase) => {
    heard.push(phase);
  });

  await signedFetch(double.endpoint, { ...LIST, query: {} });

  expect(heard).toEqual(['before']);
});

test('a call that a listener holds while the double stops is not done', async () => {
  const reached = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  double.onRequest(() => {
    reached.resolve();
    return held.promise;
  });
  const response = createFinspaceV2Client(double.endpoint).createUser(ADA).promise();
  const cutOff = expect(response).rejects.toMatchObject({ code: 'TimeoutError' });
  await reached.promise;

  await double.stop();
  held.resolve();
  await cutOff;

  expect(double.users()).toEqual([]);
});

test('a user that is seeded with an address is an enabled APP_USER, created now', () => {
  const user = double.addUser({ emailAddress: 'ada@example.com' });

  expect(user).toEqual({
    userId: expect.stringMatching(/^\S{26}$/),
    emailAddress: 'ada@example.com',
    type: 'APP_USER',
    status: 'ENABLED',
    apiAccess: 'DISABLED',
    createTime: START_MS,
  });
});

test('a user is not seeded at an address that is taken', () => {
  double.addUser({ emailAddress: 'ada@example.com' });

  expect(() => double.addUser({ emailAddress: 'ada@example.com' })).toThrow('already exists');
});

test('a double on a port in use fails with EADDRINUSE', async () => {
  const port = Number(new URL(double.endpoint).port);

  await expect(startFinspaceDouble({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('a double listens on the port that it is given', async () => {
  const { endpoint, stop } = await startFinspaceDouble();
  await stop();

  const again = await startFinspaceDouble({ port: Number(new URL(endpoint).port) });

  expect(again.endpoint).toBe(endpoint);
  await again.stop();
});

test('a double stops immediately, though a caller keeps its connection open', async () => {
  await signedFetch(double.endpoint, LIST);
  const startMs = performance.now();

  await double.stop();

  // The server by itself would end the connection after 72 s.
  expect(performance.now() - startMs).toBeLessThan(10_000);
  await expect(fetch(double.endpoint)).rejects.toThrow();
});

test('a double can be stopped twice', async () => {
  await double.stop();

  await expect(double.stop()).resolves.toBeUndefined();
});
