import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readServiceProviderConfig } from '../../src/operator/doctor/read-service-provider-config.ts';
import {
  type ScimHarness,
  scimClientAt,
  scimError,
  startScimHarness,
} from '../support/directories/scim-harness.ts';

let world: ScimHarness;
beforeEach(async () => {
  world = await startScimHarness();
});
afterEach(() => world.stop());

const read = () =>
  readServiceProviderConfig(scimClientAt(world.baseUrl), new AbortController().signal);

test('a server tells whether it filters, and how many users a list shows', async () => {
  expect(await read()).toEqual({ kind: 'told', filters: true, mostResults: 200 });
});

test('a server need not tell', async () => {
  world.quirk((_, phase) => (phase === 'before' ? scimError(404) : undefined));

  expect(await read()).toEqual({ kind: 'untold' });
});

test('a server that does not take the token tells nothing', async () => {
  world.server.changeToken('another');

  expect(await read()).toEqual({ kind: 'failed', failure: { cause: 'target-denied-access' } });
});
