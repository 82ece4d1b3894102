import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readServiceProviderConfig } from '../../../src/operator/doctor/read-service-provider-config.ts';
import {
  creationOf,
  type ScimWorld,
  scimClientAt,
  scimError,
  scimTargetAt,
  startScimWorld,
} from '../../support/directories/scim-harness.ts';
import type { CallHook, WireAnswer } from '../../support/http/intercepting-proxy.ts';
import { startRecordingServer } from '../../support/http/recording-server.ts';

const TOKEN = 'a-token-that-nobody-may-see';
const inTime = new AbortController().signal;
const signals = { pause: inTime, abort: inTime };

let world: ScimWorld;
beforeEach(async () => {
  world = await startScimWorld({ token: TOKEN });
  world.secret.token = TOKEN;
});
afterEach(() => world.stop());

const instead =
  (answer: WireAnswer | 'drop'): CallHook =>
  (_, phase) =>
    phase === 'before' ? answer : undefined;

/** Everything that the directory is asked, by the function and by `joiner doctor`. */
async function askAll(requestTimeoutMs = 5_000) {
  const options = { requestTimeoutMs, readToken: async () => world.secret.token };
  const target = scimTargetAt(world.baseUrl, options);
  const client = scimClientAt(world.baseUrl, options);
  return [
    await target.create(creationOf(target), inTime),
    await target.find('zoe@example.com', undefined, signals),
    await target.get('user-1', inTime),
    await readServiceProviderConfig(client, inTime),
  ];
}

test.each<[string, CallHook]>([
  ['created', () => undefined],
  ['quoted by the server', instead(scimError(418, { detail: `Bearer ${TOKEN}` }))],
  ['refused', instead(scimError(401, { detail: TOKEN }))],
  ['answered with what is no JSON', instead({ status: 200, body: `<p>${TOKEN}</p>` })],
  ['cut off', instead('drop')],
  ['redirected', instead({ status: 308, headers: { location: `/?t=${TOKEN}` }, body: '' })],
])('no answer shows the token of a call that is %s', async (_, hook) => {
  world.quirk(hook);

  const answers = await askAll();

  expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(TOKEN);
});

test('no answer shows the token of a call that is not answered in time', async () => {
  world.quirk(() => new Promise<undefined>(() => {}));

  const answers = await askAll(50);

  expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(TOKEN);
});

test('a token that cannot be sent is not shown', async () => {
  world.secret.token = `${TOKEN}\nnext`;

  const answers = await askAll();

  expect(answers[0]).toMatchObject({ cause: 'unexpected-error' });
  expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(TOKEN);
  expect(world.calls()).toEqual([]);
});

test('a redirect takes the token nowhere, whatever is asked', async () => {
  const elsewhere = await startRecordingServer();
  const headers = { location: `${elsewhere.endpoint}/scim/v2/Users` };
  world.quirk(instead({ status: 307, headers, body: '' }));

  await askAll();
  await elsewhere.stop();

  expect(elsewhere.requests).toEqual([]);
  expect(world.requests).toHaveLength(4);
});
