import { describe, expect, jest, test } from '@jest/globals';
import { BUDGET } from './budget-scenarios.ts';
import { explore } from './explore.ts';
import { GROUPS } from './group-scenarios.ts';
import { SCENARIOS, scenarioNamed } from './scenarios.ts';
import { boundInSuite } from './suite-bounds.ts';

// Bounded by its schedules, not by time.
jest.setTimeout(120_000);

const [, ...OTHER_GROUPS] = GROUPS;
const LARGE_BUDGETS = BUDGET.filter(({ events }) => events !== undefined);

// The largest, all but one with groups, those with a budget and events, and two whose orders another scenario has too. `npm run prove` searches all with two
// faults.
const WITHOUT_FAULTS = [
  'a directory that begins to refuse the hire',
  'a directory that refuses the hire for a while',
  'an account that the directory itself knows to be another person’s',
  'an account that was there before, without a creation date',
  'one employee at two addresses, in a directory that refuses hires for a while',
  'one employee at two addresses, in a directory that refuses hires as it refuses existing accounts',
  'an address whose next employee has an account at another, once its own account is removed',
  'two employees at one address, and an operator who gives it to the second',
  'a person whom an operator erases',
  'a person whom an operator erases, in a directory with neither tokens nor unique addresses, whose reads lag',
  'one employee at two addresses, and an account that an operator removes, in a directory where a creation looks for the employee',
  'an employee whose record has expired, at another address',
  'an employee whose record has expired, at the old address and at another',
  ...OTHER_GROUPS.map(({ name }) => name),
  ...LARGE_BUDGETS.map(({ name }) => name),
];

describe('every order of the calls of two deliveries keeps the promise, with a fault anywhere', () => {
  test.each(SCENARIOS)('$name', async (scenario) => {
    const isLarge = scenario.faultsAtMost !== undefined || WITHOUT_FAULTS.includes(scenario.name);
    const faults = isLarge ? 0 : 1;
    const { schedules, found } = await explore(scenario, boundInSuite(scenario, faults));

    expect(found).toBeUndefined();
    expect(schedules).toBeGreaterThan(0);
  });
});

test.each([
  ['two requests that ask differently', 0],
  ['the same message twice', 0],
  ['a policy that is narrowed between two deliveries of one message', 1],
  ['a directory with neither tokens nor unique addresses', 0],
])('merging schedules where they meet leaves none out: %s', async (name, faults) => {
  const merged = await explore(scenarioNamed(name), { faults });
  const oneByOne = await explore(scenarioNamed(name), { faults, mergesWhereTheyMeet: false });

  expect(merged.schedules).toBe(oneByOne.schedules);
  expect(merged.ends).toEqual(oneByOne.ends);
});

test('schedules with fewer switches between deliveries are among those with more', async () => {
  const scenario = scenarioNamed('two requests that ask differently');
  const searched = [0, 1, 2, undefined].map(async (switches) =>
    explore(scenario, { faults: 0, ...(switches !== undefined && { switches }) }),
  );
  const [none, one, two, all] = (await Promise.all(searched)).map(({ schedules }) => schedules);

  // The deliveries one after the other, in both orders.
  expect(none).toBe(2);
  expect(one).toBeGreaterThan(2);
  expect(two).toBeGreaterThan(one ?? 0);
  expect(all).toBeGreaterThan(two ?? 0);
});
