import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DEFAULT_TARGET } from '../../../local/directories/directories.ts';
import type { BatchKind } from './batch-kind.ts';
import { BATCH_KINDS } from './batch-kinds.ts';
import type { HireBatch } from './hire-batch.ts';
import { stockAtEnd } from './stock.ts';
import { startTrialLane, type TrialLane } from './trial-lane.ts';

const kind = BATCH_KINDS.find(({ name }) => name === 'one new hire') as BatchKind;

let lane: TrialLane;
let batch: HireBatch;
beforeAll(async () => {
  lane = await startTrialLane(DEFAULT_TARGET);
});
afterAll(() => lane.stop());

beforeEach(async () => {
  batch = await lane.open(kind);
  await lane.work(kind);
});
afterEach(() => lane.close());

test('a trial breaks no promise when an audit reports nothing of its end', async () => {
  const { broken } = await stockAtEnd(kind, batch, lane);

  expect(broken).toEqual([]);
});

test('a trial breaks a promise when an audit reports what no other check sees', async () => {
  const { directory } = lane.service.stack;
  for (const { userId } of directory.users()) directory.updateUser(userId, { status: 'DISABLED' });

  const { broken } = await stockAtEnd(kind, batch, lane);

  expect(broken).toEqual([expect.stringMatching(/^an audit reports account-disabled of user#/)]);
});

test('a trial breaks a promise when the directory has an account that no record names', async () => {
  lane.service.stack.directory.addUser({ emailAddress: 'stranger@example.com' });

  const { broken } = await stockAtEnd(kind, batch, lane);

  expect(broken).toEqual([expect.stringMatching(/^an audit does not know /)]);
});
