import { expect, jest, test } from '@jest/globals';
import { explore } from './explore.ts';
import { engineOf, MUTANTS } from './mutants.ts';
import { SCENARIOS } from './scenarios.ts';

// Bounded by its schedules, not by time.
jest.setTimeout(120_000);

const returns = ['redelivered', 'redriven'] as const;
const every = SCENARIOS.flatMap((scenario) =>
  returns.map((back) => [scenario.name, back] as const),
);
const scenarioNamed = (name: string) => {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  return scenario;
};

test.each(every)('%s: every order of the calls keeps the promise, then %s', async (name, back) => {
  const { schedules, found } = await explore(scenarioNamed(name), { faults: 0, comesBack: back });

  expect(found).toBeUndefined();
  expect(schedules).toBeGreaterThan(0);
});

// The scenarios whose schedules with a fault fit into the suite's time.
test.each([
  ['the same request under two message ids', 5_000],
  ['two requests that ask differently', 10_000],
  ['a policy that is narrowed between two deliveries of one message', 20],
])('%s: with one fault at any point of any order, the promise is kept', async (name, atLeast) => {
  const { schedules, found } = await explore(scenarioNamed(name), {
    faults: 1,
    comesBack: 'redriven',
  });

  expect(found).toBeUndefined();
  expect(schedules).toBeGreaterThan(atLeast);
});

test.each(MUTANTS)('the search notices when this rule is gone: $rule', async (mutant) => {
  const { engine, remove } = await engineOf(mutant);
  const { found } = await explore(
    scenarioNamed(mutant.scenario),
    { faults: mutant.faults, comesBack: 'redriven' },
    engine,
  ).finally(remove);

  expect(found?.broken).toContain(mutant.broken);
});
