import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readServiceProviderConfig } from '../../src/operator/doctor/read-service-provider-config.ts';
import { type ScimWorld, scimClientAt, scimError, startScimWorld } from '../support/scim-world.ts';

let world: ScimWorld;
beforeEach(async () => {
  world = await startScimWorld();
});
afterEach(() => world.stop());

const read = () =>
  readServiceProviderConfig(scimClientAt(world.baseUrl), new AbortController().signal);

test('a server says whether it filters, and how many users a response has', async () => {
  expect(await read()).toEqual({ kind: 'read', filters: true, maxResults: 200 });
});

test('a server need not have a configuration', async () => {
  world.quirk((_, phase) => (phase === 'before' ? scimError(404) : undefined));

  expect(await read()).toEqual({ kind: 'absent' });
});

test('a server that does not accept the token denies access', async () => {
  world.server.changeToken('another');

  expect(await read()).toEqual({ kind: 'failed', why: { cause: 'target-denied-access' } });
});
