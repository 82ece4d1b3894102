import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADA, HOUR_MS, hire, MINUTE_MS } from '../../support/bodies/hires.ts';
import {
  answering,
  firstOf,
  insteadOf,
  type ScimHarness,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { digestsFor } from '../../support/engine/digests.ts';
import { type EngineHarness, startEngineHarness } from '../../support/engine/engine-harness.ts';
import { groupRulesWith } from '../../support/engine/group-rules.ts';

const NO_GROUPS = {
  status: 200,
  headers: { 'content-type': 'application/scim+json' },
  body: JSON.stringify({ totalResults: 0, Resources: [] }),
};

let engine: EngineHarness;
let harness: ScimHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
  harness = await startScimHarness({ clock: engine.clock });
  harness.server.addGroup('group-1');
  harness.server.addGroup('group-2');
});
afterEach(async () => {
  await Promise.all([engine.stop(), harness.stop()]);
});

async function deliver(after = MINUTE_MS) {
  const { target } = harness;
  const body = hire({ department: 'sales' });
  const ports = { target, groupRules: groupRulesWith() };
  const delivered = await engine.deliver([{ body, messageId: 'm-1' }], { ports });
  engine.clock.advance(after);
  return delivered;
}
const record = () => engine.record(ADA, digestsFor(harness.target.id));
const groupsGranted = () => harness.server.memberships().map(({ group }) => group);
const answersWith204 = answering('AddToGroup', () => ({ status: 204, body: '' }));

test('a hire is provisioned by one call for each group of a server that shows its members', async () => {
  const { causes } = await deliver();

  expect(causes).toEqual([]);
  expect(await record()).toMatchObject({ state: 'PROVISIONED', groups: ['group-1', 'group-2'] });
  expect(groupsGranted()).toEqual(['group-1', 'group-2']);
  expect(harness.calls().filter((call) => call.endsWith('Group'))).toEqual([
    'AddToGroup',
    'AddToGroup',
  ]);
});

test('a hire is provisioned once a server whose reads lag shows the membership', async () => {
  const filterLags = insteadOf('ListGroups', NO_GROUPS);
  const membersLag = answering('GetGroup', (answer) => withBody(answer, { members: [] }));
  const groupsLag = answering('GetUser', (answer) => withBody(answer, { groups: undefined }));
  harness.quirk(firstOf(answersWith204, filterLags, membersLag, groupsLag));
  const { causes } = await deliver();
  harness.quirk(answersWith204);
  await deliver();

  expect(causes).toEqual(['reads-may-lag']);
  expect(await record()).toMatchObject({ state: 'PROVISIONED' });
  expect(await engine.outcomes()).toEqual(['created']);
});

test('a hire ends with the cause of its group where a server ignores the addition', async () => {
  harness.quirk(insteadOf('AddToGroup', { status: 204, body: '' }));
  const first = await deliver(HOUR_MS);
  const second = await deliver();

  expect([...first.causes, ...second.causes]).toEqual(['reads-may-lag', 'group-not-granted']);
  expect(await record()).toMatchObject({ state: 'GRANTING' });
  expect(groupsGranted()).toEqual([]);
});
