import { expect, jest, test } from '@jest/globals';
import { exploreIntake } from './explore.ts';
import { INTAKE_SCENARIOS } from './scenarios.ts';

// Bounded by its schedules, not by time.
jest.setTimeout(240_000);

test.each(INTAKE_SCENARIOS)('no order of calls breaks a promise: $name', async (scenario) => {
  const { found, ends } = await exploreIntake(scenario, scenario.faults);

  expect(found).toBeUndefined();
  expect(ends).toBeGreaterThan(0);
});
