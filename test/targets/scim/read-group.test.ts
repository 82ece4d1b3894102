import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findGroup } from '../../../src/targets/scim/read-group.ts';
import {
  answering,
  insteadOf,
  type ScimHarness,
  scimClientAt,
  scimError,
  startScimHarness,
  withBody,
} from '../../support/directories/scim-harness.ts';
import { NOT_SCIM, never } from './seeking.ts';

const GROUP = 'e9e30dba-f08f-4109-8486-d5c6a331660a';

let harness: ScimHarness;
beforeEach(async () => {
  harness = await startScimHarness();
  harness.server.addGroup(GROUP);
});
afterEach(() => harness.stop());

async function find(group = GROUP) {
  const client = scimClientAt(harness.baseUrl);
  const result = await findGroup(client, group, never);
  await client.closeConnections();
  return result;
}

test('a group is found by one call, which does not ask for its members', async () => {
  expect(await find()).toEqual({ kind: 'present' });
  expect(harness.requests.map(({ path }) => path)).toEqual([
    `/scim/v2/Groups/${GROUP}?excludedAttributes=members`,
  ]);
});

test('a group is found on a server that returns too many members to read', async () => {
  const display = 'x'.repeat(2_100_000);
  harness.quirk(answering('GetGroup', (answer) => withBody(answer, { members: [{ display }] })));

  expect(await find()).toEqual({ kind: 'present' });
});

test.each(['6c5bb468-14b2-4183-baf2-06d523e03bd3', '..'])(
  'a group that does not exist is gone: %s',
  async (group) => {
    expect(await find(group)).toEqual({ kind: 'gone' });
  },
);

test.each([
  ['something else than SCIM', NOT_SCIM, 'target-not-found'],
  ['a server that denies access', scimError(403), 'target-denied-access'],
  ['a server that shows another group', { status: 200, body: '{"id":"1"}' }, 'unexpected-error'],
])('no group is gone because of %s', async (_, answer, cause) => {
  harness.quirk(insteadOf('GetGroup', answer));

  expect(await find()).toMatchObject({ kind: 'failed', failure: { cause } });
});
