import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../local/directories/identity-center/server.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import { hire } from '../../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import { createTestClient } from './wire.ts';

let directory: IdentityCenterDouble;
let engine: EngineHarness;
beforeEach(async () => {
  [directory, engine] = await Promise.all([startIdentityCenterDouble(), startEngineHarness()]);
});
afterEach(() => Promise.all([directory.stop(), engine.stop()]));

test('two people whose addresses differ only behind the @ are one account, the first one’s, where user names are local parts', async () => {
  const target = createIdentityCenterTarget({
    client: createTestClient(directory.endpoint),
    identityStoreId: 'd-0000000001',
    userNaming: 'local-part',
  });
  const addresses = ['zoe@example.com', 'zoe@example.org'];
  for (const emailAddress of addresses)
    await engine.deliver([{ body: hire({ emailAddress }) }], { ports: { target } });

  expect(await engine.outcomes()).toEqual(['created', 'address-belongs-to-another']);
  expect(directory.users()).toMatchObject([{ userName: 'zoe', emailAddress: 'zoe@example.com' }]);
});
