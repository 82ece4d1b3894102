import { sumOf } from '../../support/trials/tally.ts';
import type { SectionTally } from '../matrix/part.ts';
import { exploreIntake } from './explore.ts';
import { INTAKE_SCENARIOS } from './scenarios.ts';

/** Every order of the calls of a file's deliveries, with so many faults. `injected` counts the situations. */
export async function proveIntakeOrders(
  faults: number,
  say: (line: string) => void,
): Promise<readonly SectionTally[]> {
  const rows: SectionTally[] = [];
  for (const scenario of INTAKE_SCENARIOS) {
    // Two deliveries of several calls each take more than a core has time for.
    const bound = Math.min(faults, scenario.faults + 1);
    const { situations, found } = await exploreIntake(scenario, bound);
    const fault = `${scenario.name}: every order, up to ${bound} faults`;
    const broken = found ? [`${found.broken.join(', ')}: ${found.steps.join(' | ')}`] : [];
    rows.push({
      ...sumOf(fault, []),
      injected: situations,
      broken,
      section: "An HR system's file",
    });
    say(`${fault}: ${situations} situations`);
  }
  return rows;
}
