import { BUDGET } from './budget-scenarios.ts';
import { GROUPS } from './group-scenarios.ts';
import { LONG } from './long-scenarios.ts';
import { ONE_EMPLOYEE } from './one-employee-scenarios.ts';
import { ONE_PERSON } from './one-person-scenarios.ts';
import { OPERATOR } from './operator-scenarios.ts';
import type { Scenario } from './scenario.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...ONE_PERSON,
  ...ONE_EMPLOYEE,
  ...GROUPS,
  ...OPERATOR,
  ...LONG,
  ...BUDGET,
];

export function scenarioNamed(name: string): Scenario {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  return scenario;
}
