import type { Bound } from './explore.ts';
import type { Scenario } from './scenario.ts';

// Three deliveries side by side: more than a hundred thousand situations without any fault.
const LARGEST =
  'one employee at two addresses, one of them twice, in a directory that begins to refuse';

/**
 * What the suite searches of a scenario: every order, or only those with few switches in the one
 * that has too many. `npm run prove` searches every order of all.
 */
export function boundInSuite({ name }: Scenario, faults: number): Bound {
  return name === LARGEST ? { faults, switches: 2 } : { faults };
}
