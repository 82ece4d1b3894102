import { INTAKE_ENGINE_FILES, type IntakeEngine } from '../intake/engine.ts';
import { exploreIntake } from '../intake/explore.ts';
import { INTAKE_SCENARIOS } from '../intake/scenarios.ts';
import type { Engine } from '../interleavings/engine.ts';
import { type Bound, type Exploration, explore } from '../interleavings/explore.ts';
import type { Scenario } from '../interleavings/scenario.ts';
import { scenarioNamed } from '../interleavings/scenarios.ts';
import { importChanged } from './mutant.ts';
import { failsWithout } from './named-tests.ts';
import type { RemovableRule, Search, SourceChange } from './rule.ts';

const ENGINE_FILES = [
  'provisioning/provision-batch.ts',
  'aws/users-table.ts',
  'provisioning/digests.ts',
  'provisioning/erasure.ts',
  'aws/erase-record.ts',
  'aws/scheduled-table.ts',
  'aws/due-hires.ts',
  'aws/cancel-scheduled.ts',
  'aws/creation-budget.ts',
  'provisioning/creation-places.ts',
  'provisioning/release-due-hires.ts',
  'aws/reassign-record.ts',
  'operator/reassign/find-reassignment.ts',
  'operator/reassign/reassignment.ts',
];

/** Most broken promises need no more. */
const FEW_SWITCHES = 2;

/** Searches one scenario with the engine that has one change. */
export async function searchWithout(
  change: SourceChange,
  scenario: Scenario,
  bound: Bound,
): Promise<Exploration> {
  return explore(scenario, bound, await engineWithout(change));
}

/**
 * Searches one scenario for a promise that the change breaks: first with few switches between
 * deliveries, which are far fewer schedules, then all of them.
 */
export async function findBreakWithout(
  change: SourceChange,
  { scenario: name, faults }: Search,
): Promise<Exploration['found']> {
  const ofIntake = INTAKE_SCENARIOS.find((scenario) => scenario.name === name);
  if (ofIntake) {
    const changed = await importChanged(change, INTAKE_ENGINE_FILES);
    return (await exploreIntake(ofIntake, faults, changed as unknown as IntakeEngine)).found;
  }
  const engine = await engineWithout(change);
  const scenario = scenarioNamed(name);
  const { found } = await explore(scenario, { faults, switches: FEW_SWITCHES }, engine);
  return found ?? (await explore(scenario, { faults }, engine)).found;
}

async function engineWithout(change: SourceChange): Promise<Engine> {
  return (await importChanged(change, ENGINE_FILES)) as unknown as Engine;
}

/** Whether the search or the test of the rule notices that it is gone. */
export async function isLossNoticed({ without, noticedBy }: RemovableRule): Promise<boolean> {
  if ('test' in noticedBy) return failsWithout(without, noticedBy);
  const found = await findBreakWithout(without, noticedBy);
  return found?.broken.includes(noticedBy.broken) === true;
}
