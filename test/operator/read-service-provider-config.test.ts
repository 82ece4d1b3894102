import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readServiceProviderConfig } from '../../src/operator/doctor/read-service-provider-config.ts';
import {
  type ScimHarness,
  scimClientAt,
  scimError,
  startScimHarness,
} from '../support/directories/scim-harness.ts';

let harness: ScimHarness;
beforeEach(async () => {
  harness = await startScimHarness();
});
afterEach(() => harness.stop());

const read = () =>
  readServiceProviderConfig(scimClientAt(harness.baseUrl), new AbortController().signal);

test('a server says whether it filters, and how many users a response has', async () => {
  expect(await read()).toEqual({ kind: 'read', filters: true, maxResults: 200 });
});

test('a server need not have a configuration', async () => {
  harness.quirk((_, phase) => (phase === 'before' ? scimError(404) : undefined));

  expect(await read()).toEqual({ kind: 'absent' });
});

test('a server that does not accept the token denies access', async () => {
  harness.server.changeToken('another');

  expect(await read()).toEqual({ kind: 'failed', failure: { cause: 'target-denied-access' } });
});
