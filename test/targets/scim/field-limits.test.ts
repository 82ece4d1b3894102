import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readSettings } from '../../../src/contracts/setting-rules.ts';
import { fieldLimits } from '../../../src/targets/scim/field-limits.ts';
import { hire } from '../../support/bodies/hires.ts';
import { type ScimHarness, startScimHarness } from '../../support/directories/scim-harness.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';

const LIMITS = 'lastName=8, title=4,department=4';

let engine: EngineHarness;
let directory: ScimHarness;
beforeEach(async () => {
  const profile = { forwarded: ['title'], allowedValues: {} } as const;
  const limits = fieldLimits.read(LIMITS) ?? [];
  [engine, directory] = await Promise.all([
    startEngineHarness(),
    startScimHarness({ deps: { limits, profile } }),
  ]);
});
afterEach(() => Promise.all([directory.stop(), engine.stop()]));

const deliver = (changes: object) =>
  engine.deliver([{ body: hire({ ...changes }) }], { ports: { target: directory.target } });

test.each([
  ['within them', {}],
  ['beyond one of a field that is not forwarded', { department: 'Trading' }],
])('a hire %s is created', async (_, changes) => {
  await deliver({ title: 'Head', ...changes });

  expect(await engine.outcomes()).toEqual(['created']);
});

test.each([
  ['a name', { lastName: 'Lovelace!' }, 'lastName: must have at most 8 characters'],
  ['a field of its profile', { title: 'Heads' }, 'title: must have at most 4 characters'],
])('a hire beyond that of %s is rejected before anything is called', async (_, changes, rule) => {
  await deliver(changes);

  expect((await engine.rejected())[0]?.attributes).toMatchObject({
    reasonCode: 'outside-target-limits',
    reason: `${rule} in this directory; shorten it`,
  });
  expect(directory.calls()).toEqual([]);
});

test('no limit is the default', () => {
  expect(fieldLimits.read('')).toEqual([]);
});

test.each(['lastName', 'lastName=0', 'lastName=x', 'lastName=8,lastName=9', 'nickName=8', ','])(
  'a setting is refused: %s',
  (text) => {
    expect(readSettings({ SCIM_FIELD_LIMITS: fieldLimits }, { SCIM_FIELD_LIMITS: text })).toEqual({
      kind: 'invalid',
      faults: [expect.stringMatching(/^SCIM_FIELD_LIMITS must list how many characters /)],
    });
  },
);
