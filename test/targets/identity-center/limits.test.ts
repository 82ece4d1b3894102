import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  type IdentityCenterDouble,
  startIdentityCenterDouble,
} from '../../../local/directories/identity-center/server.ts';
import type { UserNameForm } from '../../../src/provisioning/user-name.ts';
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

const deliver = (userNaming: UserNameForm, changes: object) => {
  const target = createIdentityCenterTarget({
    client: createTestClient(directory.endpoint),
    identityStoreId: 'd-0000000001',
    userNaming,
  });
  return engine.deliver([{ body: hire({ ...changes }) }], { ports: { target } });
};
/** An address of this many characters. */
const ofLength = (length: number) => `${'a'.repeat(length - '@example.com'.length)}@example.com`;

test.each([
  ['of 128 characters', 'address', { emailAddress: ofLength(128) }],
  ['in front of a long domain', 'local-part', { emailAddress: `a@${'b'.repeat(130)}.com` }],
  [
    'that only contains a reserved one',
    'local-part',
    { emailAddress: 'administrators@example.com' },
  ],
  [
    'reserved before an @ that belongs to it',
    'address',
    { emailAddress: 'administrator@example.com' },
  ],
] as const)('a user name %s is created', async (_, naming, changes) => {
  await deliver(naming, changes);

  expect(await engine.outcomes()).toEqual(['created']);
});

test.each([
  ['a user name of 129 characters', 'address', { emailAddress: ofLength(129) }, /128 characters/],
  [
    'a local part of 129 characters',
    'local-part',
    { emailAddress: ofLength(141) },
    /128 characters/,
  ],
  [
    'Administrator in any letter case',
    'local-part',
    { emailAddress: 'administrator@example.com' },
    /Administrator or AWSAdministrators/,
  ],
  [
    'AWSAdministrators',
    'local-part',
    { emailAddress: 'AWSAdministrators@example.com' },
    /Administrator or AWSAdministrators/,
  ],
  ['a name with a space of no width', 'address', { firstName: 'A\u200bda' }, /^firstName: /],
] as const)(
  '%s is rejected before anything is claimed or called',
  async (_, naming, changes, reason) => {
    await deliver(naming, changes);

    expect((await engine.rejected())[0]?.attributes).toMatchObject({
      reasonCode: 'outside-target-limits',
      reason: expect.stringMatching(reason),
    });
    expect(await engine.recordCount()).toBe(0);
    expect(directory.calls).toEqual([]);
  },
);
