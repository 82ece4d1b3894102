import { expect, jest, test } from '@jest/globals';
import { REMOVABLE_RULES } from '../rules/rules.ts';
import { proveEveryOrder, proveEveryRule } from './prove.ts';
import { scenarioNamed } from './scenarios.ts';

// Starts threads and another Jest.
jest.setTimeout(120_000);

test('every order is told of as a row for each scenario, with what became of its people', async () => {
  const said: string[] = [];
  const scenarios = [
    scenarioNamed('the same request under two message ids'),
    scenarioNamed('an account that nobody may take over'),
  ];
  const proof = await proveEveryOrder({ faults: 0, scenarios }, (line) => said.push(line));

  const whole = { events: 16, lost: 0, doubled: 0, broken: [] };
  expect(proof.rows).toMatchObject([
    { injected: 124, people: 8, accounts: 8, records: 8, ...whole },
    { injected: 2456, people: 0, accounts: 0, records: 0 },
  ]);
  expect(proof.schedules).toBe(124 + 2456);
  expect(proof.situations).toBeLessThan(proof.schedules);
  expect(said).toHaveLength(2);
});

test('a rule whose loss nothing notices is told of as a broken promise', async () => {
  const dead = {
    rule: 'the tolerance is written in seconds',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'const CLOCK_TOLERANCE_MS = 60_000;',
      to: 'const CLOCK_TOLERANCE_MS = 60 * 1000;',
    },
  };
  const scenario = 'an account that was there before, just as it is asked';
  const search = { scenario, faults: 0, broken: 'an account is called recovered that is not' };
  const named = {
    file: 'provisioning/lost-answers.test.ts',
    test: 'allows a minute for clocks that differ',
  };
  const alive = REMOVABLE_RULES.filter(({ rule }) => rule === 'clocks may differ by a minute');
  const rules = [...alive, { ...dead, noticedBy: search }, { ...dead, noticedBy: named }];
  const { injected, broken } = await proveEveryRule({ rules }, () => undefined);

  expect(injected).toBe(3);
  expect(broken).toEqual(Array(2).fill(`nothing notices that this rule is gone: ${dead.rule}`));
});
