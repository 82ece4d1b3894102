import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readServiceProviderConfig } from '../../../src/operator/doctor/read-service-provider-config.ts';
import {
  creationOf,
  type ScimHarness,
  scimClientAt,
  scimError,
  scimTargetAt,
  startScimHarness,
} from '../../support/directories/scim-harness.ts';
import type { CallHook, WireAnswer } from '../../support/http/intercepting-proxy.ts';
import { startRecordingServer } from '../../support/http/recording-server.ts';

const TOKEN = 'a-token-that-nobody-may-see';
/** So that a creation is one call. */
const WITHOUT_LOOK = { enforcesUniqueness: false };
const inTime = new AbortController().signal;
const signals = { pause: inTime, abort: inTime };

let harness: ScimHarness;
beforeEach(async () => {
  harness = await startScimHarness({ token: TOKEN });
  harness.secret.token = TOKEN;
});
afterEach(() => harness.stop());

const instead =
  (answer: WireAnswer | 'drop'): CallHook =>
  (_, phase) =>
    phase === 'before' ? answer : undefined;

/** Everything that the directory is asked, by the function and by `joiner doctor`. */
async function askAll(requestTimeoutMs = 5_000) {
  const options = { requestTimeoutMs, readToken: async () => harness.secret.token };
  const target = scimTargetAt(harness.baseUrl, { ...options, deps: WITHOUT_LOOK });
  const client = scimClientAt(harness.baseUrl, options);
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
  harness.quirk(hook);

  const answers = await askAll();

  expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(TOKEN);
});

test('no response shows the token of a call that takes too long', async () => {
  harness.quirk(() => new Promise<undefined>(() => {}));

  const answers = await askAll(50);

  expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(TOKEN);
});

test('a token that cannot be sent is not shown', async () => {
  harness.secret.token = `${TOKEN}\nnext`;

  const answers = await askAll();

  expect(answers[0]).toMatchObject({ cause: 'unexpected-error' });
  expect(inspect(answers, { depth: null, showHidden: true })).not.toContain(TOKEN);
  expect(harness.calls()).toEqual([]);
});

test('a redirect takes the token nowhere, whatever is asked', async () => {
  const elsewhere = await startRecordingServer();
  const headers = { location: `${elsewhere.endpoint}/scim/v2/Users` };
  harness.quirk(instead({ status: 307, headers, body: '' }));

  await askAll();
  await elsewhere.stop();

  expect(elsewhere.requests).toEqual([]);
  expect(harness.calls()).toContain('CreateUser');
  expect(harness.requests).toHaveLength(5);
});
