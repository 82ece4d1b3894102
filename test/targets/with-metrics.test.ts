import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../local/directories/identity-center/server.ts';
import type { DirectoryCall } from '../../src/provisioning/ports.ts';
import { createIdentityCenterTarget } from '../../src/targets/identity-center/target.ts';
import { withMetrics } from '../../src/targets/with-metrics.ts';
import { createTestClient } from './identity-center/wire.ts';
import { grantOf } from './memberships.suite.ts';

const GROUP = '0d3c8a52-71e4-4b9f-a6d2-5f0e9c1b7a38';
const inTime = new AbortController().signal;

let directory: IdentityCenterDouble;
beforeEach(async () => {
  directory = await startIdentityCenterDouble();
  directory.addGroup(GROUP);
});
afterEach(() => directory.stop());

const createTarget = () =>
  createIdentityCenterTarget({
    client: createTestClient(directory.endpoint),
    identityStoreId: 'd-0000000001',
    userNaming: 'address',
  });

test('a grant is reported with its result', async () => {
  const { userId } = directory.addUser({ emailAddress: 'zoe@example.com' });
  const calls: DirectoryCall[] = [];
  const target = withMetrics(createTarget(), {
    clock: { now: () => 0 },
    onCall: (call) => calls.push(call),
  });
  directory.faults.next('CreateGroupMembership', { kind: 'throttle' });
  await grantOf(target)(userId, GROUP, inTime);
  await grantOf(target)(userId, GROUP, inTime);

  expect(calls).toEqual([
    { ms: 0, result: 'throttled', isPage: false },
    { ms: 0, result: 'ok', isPage: false },
  ]);
});

test('a target that grants no groups still grants none', () => {
  const { grant: _, ...target } = createTarget();

  expect(withMetrics(target, { clock: { now: () => 0 }, onCall: () => {} })).not.toHaveProperty(
    'grant',
  );
});
