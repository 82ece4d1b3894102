import { expect, jest, test } from '@jest/globals';
import { proveEveryOrder } from './prove.ts';
import { scenarioNamed } from './scenarios.ts';

// Starts threads.
jest.setTimeout(120_000);

test('the proof of every order has a row for each scenario, with what became of its people', async () => {
  const progress: string[] = [];
  const scenarios = [
    scenarioNamed('the same request under two message ids'),
    scenarioNamed('an account that no hire may take over'),
  ];
  const proof = await proveEveryOrder({ faults: 0, scenarios }, (line) => progress.push(line));

  const whole = { events: 16, lost: 0, doubled: 0, broken: [] };
  expect(proof.rows).toMatchObject([
    { injected: 124, people: 8, accounts: 8, records: 8, ...whole },
    { injected: 2456, people: 0, accounts: 0, records: 0 },
  ]);
  expect(proof.schedules).toBe(124 + 2456);
  expect(proof.situations).toBeLessThan(proof.schedules);
  expect(progress).toHaveLength(2);
});
