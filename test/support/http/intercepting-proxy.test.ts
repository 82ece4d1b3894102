import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type InterceptedCall,
  type InterceptingProxy,
  startInterceptingProxy,
} from './intercepting-proxy.ts';
import { json, type RecordingServer, startRecordingServer } from './recording-server.ts';

let upstream: RecordingServer;
let proxy: InterceptingProxy;
let endpoint: string;

beforeEach(async () => {
  [upstream, proxy] = await Promise.all([startRecordingServer(), startInterceptingProxy()]);
  endpoint = proxy.intercept('dynamodb', upstream.endpoint);
});

afterEach(async () => {
  await proxy.stop();
  await upstream.stop();
});

const update = (body = '{}') =>
  fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.UpdateItem', authorization: 'signed' },
    body,
  });

test('passes a call and its response on unchanged, with the host that was signed', async () => {
  upstream.script(json({ done: true }, 201));

  const answer = await update('{"a":1}');

  expect([answer.status, await answer.json()]).toEqual([201, { done: true }]);
  expect(upstream.requests).toEqual([
    expect.objectContaining({
      method: 'POST',
      target: '/',
      body: '{"a":1}',
      headers: expect.objectContaining({
        authorization: 'signed',
        host: new URL(endpoint).host,
      }),
    }),
  ]);
});

test.each([
  ['POST', '/user', 'CreateUser'],
  ['GET', '/user?maxResults=100', 'ListUsers'],
  ['GET', '/user/abc', 'GetUser'],
  ['PUT', '/user/abc', 'UpdateUser'],
  ['POST', '/user/abc/enable', 'EnableUser'],
  ['POST', '/user/abc/disable', 'DisableUser'],
  ['POST', '/permission-group/g1/users/abc', 'AssociateUserToPermissionGroup'],
  ['GET', '/permission-group/g1', 'GetPermissionGroup'],
  ['GET', '/other', 'GET /other'],
  ['POST', '/scim/v2/Users', 'CreateUser'],
  ['GET', '/scim/v2/Users?startIndex=1', 'ListUsers'],
  ['GET', '/scim/v2/Users/abc', 'GetUser'],
])('knows %s %s of a directory as %s', async (method, path, operation) => {
  const directory = proxy.intercept('directory', upstream.endpoint);

  await fetch(directory + path, { method });

  expect(proxy.calls).toMatchObject([{ service: 'directory', operation, path, body: '' }]);
});

test('shows each call to a watcher, and then its answer, also if the client gets none', async () => {
  const seen: (number | undefined)[] = [];
  proxy.onCall((_, phase) => (phase === 'committed' ? 'drop' : undefined));
  proxy.watch(({ answer }) => void seen.push(answer?.status));
  upstream.script(json({}, 201));

  await expect(update()).rejects.toThrow();

  expect(seen).toEqual([undefined, 201]);
});

test('records the calls in the order in which they come', async () => {
  const sqs = proxy.intercept('sqs', upstream.endpoint);

  await update();
  await fetch(sqs, { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.SendMessageBatch' } });

  expect(proxy.calls.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    'dynamodb UpdateItem',
    'sqs SendMessageBatch',
  ]);
});

describe('a hook', () => {
  test('a hook sees a call before, committed and answered, and the response once there is one', async () => {
    const seen: unknown[] = [];
    const answered = Promise.withResolvers<void>();
    proxy.onCall((call: InterceptedCall, phase) => {
      seen.push([phase, call.operation, call.answer?.status, upstream.requests.length]);
      if (phase === 'answered') answered.resolve();
    });

    await update();
    await answered.promise;

    expect(seen).toEqual([
      ['before', 'UpdateItem', undefined, 0],
      ['committed', 'UpdateItem', 200, 1],
      ['answered', 'UpdateItem', 200, 1],
    ]);
  });

  test('a hook that drops a call before it is forwarded keeps it from the service', async () => {
    proxy.onCall((_, phase) => (phase === 'before' ? 'drop' : undefined));

    await expect(update()).rejects.toThrow();
    expect(upstream.requests).toHaveLength(0);
  });

  test('a hook that drops a committed call keeps the response from the client', async () => {
    proxy.onCall((_, phase) => (phase === 'committed' ? 'drop' : undefined));

    await expect(update()).rejects.toThrow();
    expect(upstream.requests).toHaveLength(1);
  });

  test('a hook that responds itself keeps the call from the service', async () => {
    proxy.onCall(() => ({ status: 503, body: 'later' }));

    const answer = await update();

    expect([answer.status, await answer.text()]).toEqual([503, 'later']);
    expect(upstream.requests).toHaveLength(0);
  });

  test('a hook that takes its time delays the call', async () => {
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<undefined>();
    proxy.onCall(() => {
      entered.resolve();
      return gate.promise;
    });

    const answer = update();
    await entered.promise;
    const requestsBefore = upstream.requests.length;
    gate.resolve(undefined);

    expect((await answer).status).toBe(200);
    expect(requestsBefore).toBe(0);
  });

  test('a hook that throws breaks the connection', async () => {
    proxy.onCall(() => {
      throw new Error('no');
    });

    await expect(update()).rejects.toThrow();
  });
});

test('a service that hangs up is for the client a broken connection', async () => {
  upstream.script('hang-up');

  await expect(update()).rejects.toThrow();
});
