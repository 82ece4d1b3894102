import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Target } from '../../src/provisioning/ports.ts';
import { createMemoryDirectory } from '../proof/in-memory/memory-directory.ts';
import { hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';
import { groupRulesWith } from '../support/engine/group-rules.ts';

const sales = { department: 'sales' };

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

const deliver = (bodies: readonly object[], target: Target) =>
  engine.deliver(
    bodies.map((body, index) => ({ body, messageId: `m-${index}` })),
    { ports: { target, groupRules: groupRulesWith() } },
  );

test('each account that is added to a group counts for that group', async () => {
  const { granted } = await deliver(
    [
      hire(sales),
      hire({ emailAddress: 'ben@example.com', requestId: 'request-2', department: 'support' }),
    ],
    createMemoryDirectory(engine.clock),
  );

  expect(granted).toEqual({ 'group-1': 1, 'group-2': 2, 'group-3': 1 });
});

test('a hire without groups, and one that is done already, count for none', async () => {
  const directory = createMemoryDirectory(engine.clock);
  await deliver([hire(sales)], directory);
  const repeated = await deliver([hire(sales)], directory);
  const plain = await deliver(
    [hire({ emailAddress: 'ben@example.com', requestId: 'request-2' })],
    directory,
  );

  expect([repeated.granted, plain.granted]).toEqual([{}, {}]);
});

test('a hire whose other group is refused counts for the groups that it gets, again with each try', async () => {
  const directory = createMemoryDirectory(engine.clock);
  const target: Target = {
    ...directory,
    grant: async (_, group) => ({ kind: group === 'group-2' ? 'refused' : 'granted' }),
  };
  const first = await deliver([hire(sales)], target);
  const second = await deliver([hire(sales)], target);

  expect([first.granted, second.granted]).toEqual([{ 'group-1': 1 }, { 'group-1': 1 }]);
});
