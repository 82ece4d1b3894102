import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { checkTarget } from '../../../src/provisioning/check-target.ts';
import { LIMITS } from '../../../src/targets/finspace/limits.ts';
import { hire } from '../../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

const ADDRESS_RULE =
  'emailAddress: must consist of letters, digits and . _ % + - around its @, and end in a dot and 2 to 4 letters, in this directory; give the person another address';

test.each([
  ['an address of every sign that it takes', { emailAddress: 'a.b_c%d+e-f@g-h.i1.info' }],
  ['names of 50 characters', { firstName: 'ä'.repeat(50), lastName: 'x'.repeat(50) }],
  ['no names', { firstName: null, lastName: null }],
])('FinSpace gets %s', async (_, changes) => {
  await engine.deliver([{ body: hire({ ...changes }) }]);

  expect(await engine.outcomes()).toEqual(['created']);
});

test.each([
  ['a top-level domain of 5 letters', { emailAddress: 'ola@fjord.koeln' }, ADDRESS_RULE],
  ['an international domain', { emailAddress: 'ivan@xn--e1afmkfd.xn--p1ai' }, ADDRESS_RULE],
  ['an apostrophe in an address', { emailAddress: "o'brien@example.com" }, ADDRESS_RULE],
  [
    'a first name of 51 characters',
    { firstName: 'ä'.repeat(51) },
    'firstName: must have at most 50 characters in this directory; shorten it',
  ],
  [
    'a last name of 51 characters',
    { lastName: 'x'.repeat(51) },
    'lastName: must have at most 50 characters in this directory; shorten it',
  ],
])('%s is rejected before anything is claimed or called', async (_, changes, reason) => {
  await engine.deliver([{ body: hire({ ...changes }) }]);

  expect((await engine.rejected())[0]?.attributes).toMatchObject({
    reasonCode: 'outside-target-limits',
    reason,
  });
  expect(await engine.recordCount()).toBe(0);
  expect(engine.directory.calls).toEqual([]);
});

test('an address of 321 characters is outside the limits, whatever the contract allows', () => {
  const bounds = { supports: { superUsers: true, apiAccess: true }, requires: [], limits: LIMITS };
  const check = (length: number) =>
    checkTarget(
      {
        emailAddress: `${'a'.repeat(length - '@example.com'.length)}@example.com`,
        type: 'APP_USER',
        apiAccess: 'DISABLED',
      },
      bounds,
    );

  expect(check(320)).toBeUndefined();
  expect(check(321)?.message).toMatch(/^emailAddress: must have at most 320 characters/);
});
