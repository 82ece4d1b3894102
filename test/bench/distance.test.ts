import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type DelayingProxy, startDelayingProxy } from '../../bench/proxy/start.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../support/http/recording-server.ts';

const ROUND_TRIP_MS = 40;
/** A timer may fire a millisecond early, at each of a round trip's two ways. */
const EARLY_MS = 2;

let server: RecordingServer;
let proxy: DelayingProxy;
let agent: Agent;
beforeEach(async () => {
  server = await startRecordingServer();
  server.script(json({ id: 'user-1' }));
  const { endpoint } = server;
  proxy = await startDelayingProxy({
    upstreams: {
      sqs: endpoint,
      dynamodb: endpoint,
      s3: endpoint,
      kms: endpoint,
      directory: endpoint,
    },
    addedMs: { sqs: 0, dynamodb: 0, s3: 0, kms: 0, directory: 0 },
    directoryRoundTripMs: ROUND_TRIP_MS,
  });
  agent = new Agent({ keepAlive: true, ca: proxy.authority });
});
afterEach(async () => {
  agent.destroy();
  await proxy.stop();
  await server.stop();
});

async function call(): Promise<{ body: unknown; ms: number }> {
  const startedAtMs = performance.now();
  const sent = request(`${proxy.endpoints.directory}/Users/user-1`, { agent });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { body: JSON.parse(await text(response)), ms: performance.now() - startedAtMs };
}

test('a distant directory is reached over TLS, by its own certificate', async () => {
  expect(proxy.endpoints.directory).toMatch(/^https:/);
  expect(proxy.endpoints.sqs).toMatch(/^http:/);
  expect((await call()).body).toEqual({ id: 'user-1' });
  expect(await proxy.takeTally()).toMatchObject([{ operation: 'GetUser', calls: 1 }]);
});

test('a connection to it takes two round trips, and each call one', async () => {
  const [first, second] = [await call(), await call()];

  expect(first.ms).toBeGreaterThanOrEqual(3 * (ROUND_TRIP_MS - EARLY_MS));
  expect(second.ms).toBeGreaterThanOrEqual(ROUND_TRIP_MS - EARLY_MS);
});
