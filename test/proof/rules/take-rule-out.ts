import { execFile } from 'node:child_process';
import { cp, readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { INTAKE_ENGINE_FILES, type IntakeEngine } from '../intake/engine.ts';
import { exploreIntake } from '../intake/explore.ts';
import { INTAKE_SCENARIOS } from '../intake/scenarios.ts';
import type { Engine } from '../interleavings/engine.ts';
import { type Bound, type Exploration, explore } from '../interleavings/explore.ts';
import type { Scenario } from '../interleavings/scenario.ts';
import { scenarioNamed } from '../interleavings/scenarios.ts';
import { createMutant, importChanged } from './mutant.ts';
import type { NamedTest, RemovableRule, Search, SourceChange } from './rule.ts';

/** Only ends a run that hangs. */
const TEST_RUN_MS = 300_000;

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

/** Runs the named test on a copy of the project that has the change. */
async function failsWithout(change: SourceChange, { file, test }: NamedTest): Promise<boolean> {
  const mutant = await createMutant(change);
  try {
    for (const name of ['bench', 'local', 'test', 'jest.config.js', 'package.json'])
      await cp(name, join(mutant.folder, name), { recursive: true });
    await symlink(resolve('node_modules'), join(mutant.folder, 'node_modules'));
    return await failsIn(mutant.folder, file, test);
  } finally {
    await mutant.remove();
  }
}

async function failsIn(folder: string, file: string, test: string): Promise<boolean> {
  const report = join(folder, 'report.json');
  // Jest takes the name as a pattern.
  const pattern = `${test.replace(/[^\w ]/g, '.')}$`;
  const jest = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--rootDir',
    folder,
    '--runInBand',
    '--json',
    '--outputFile',
    report,
    '--testNamePattern',
    pattern,
    join(folder, 'test', file),
  ];
  // A failed test exits with 1. A file that Jest could not run leaves no failed test in the report.
  await promisify(execFile)(process.execPath, jest, { timeout: TEST_RUN_MS }).catch(
    () => undefined,
  );
  const { numFailedTests } = JSON.parse(await readFile(report, 'utf8'));
  return numFailedTests > 0;
}
