import type { Bound } from './explore.ts';
import type { Scenario } from './scenario.ts';

// Each has thirty thousand situations and more without any fault.
const LARGEST = [
  'a hire that waits for its day',
  'a person whom an operator erases while the account gets groups',
  'an employee id that a duplicate brings while the account gets groups, and another address',
  'one employee at two addresses, one of them twice, in a directory that begins to refuse',
  'an employee id that a duplicate brings, and an operator who gives it another address',
];

/**
 * What the suite searches of a scenario: every order, or only those with few switches in those
 * that have too many. `npm run prove` searches every order of all.
 */
export function boundInSuite({ name }: Scenario, faults: number): Bound {
  return LARGEST.includes(name) ? { faults, switches: 2 } : { faults };
}
