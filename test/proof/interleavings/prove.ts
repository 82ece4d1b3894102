import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { sumOf } from '../../support/trials/tally.ts';
import type { SectionTally } from '../matrix/part.ts';
import type { Exploration } from './explore.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** Reports progress, one line at a time. `npm run prove` writes it to stderr. */
type Say = (line: string) => void;

export interface InterleavingsProof {
  /** One for each scenario. `injected` counts its schedules. */
  readonly rows: readonly SectionTally[];
  /** Different orders of calls, faults and events. All are covered. */
  readonly schedules: number;
  /** Different situations that the schedules lead through. Each was continued from once. */
  readonly situations: number;
}

/**
 * Every interleaving of two deliveries, with every placement of up to so many faults, in each
 * scenario.
 */
export async function proveEveryOrder(
  { faults = 2, scenarios = SCENARIOS }: { faults?: number; scenarios?: readonly Scenario[] },
  say: Say,
): Promise<InterleavingsProof> {
  const left = [...scenarios];
  const rows = new Map<Scenario, SectionTally>();
  let situations = 0;
  const work = async () => {
    for (let scenario = left.shift(); scenario; scenario = left.shift()) {
      const bound = Math.min(faults, scenario.faultsAtMost ?? faults);
      const exploration = await exploreInThread(scenario, bound, say);
      const row = rowOf(scenario, bound, exploration);
      situations += exploration.situations;
      rows.set(scenario, row);
      say(`${row.fault}: ${row.injected} schedules, ${exploration.situations} situations`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  const inOrder = scenarios.flatMap((scenario) => rows.get(scenario) ?? []);
  const schedules = inOrder.reduce((sum, { injected }) => sum + injected, 0);
  return { rows: inOrder, schedules, situations };
}

/** A search uses one core, so each has its own thread. */
async function exploreInThread(scenario: Scenario, faults: number, say: Say): Promise<Exploration> {
  const worker = new Worker(new URL('./explore-worker.ts', import.meta.url), {
    workerData: { name: scenario.name, faults },
  });
  for await (const [{ situations, exploration }] of on(worker, 'message')) {
    if (exploration) return exploration;
    say(`${scenario.name}: ${situations} situations so far`);
  }
  throw new Error(`The search of "${scenario.name}" did not end.`);
}

function rowOf(
  scenario: Scenario,
  faults: number,
  { schedules, ends, found }: Exploration,
): SectionTally {
  const { name, section, isRefused } = scenario;
  // A refused hire leaves the account that stands in its way.
  const others = isRefused ? 1 : 0;
  const tallies = ends.map(({ people, accounts, isOnRecord, events, broken }) => ({
    injected: 0,
    people,
    accounts: accounts - others,
    records: isOnRecord ? 1 : 0,
    events,
    lost: broken.length > 0 && accounts <= 1 ? 1 : 0,
    doubled: accounts > 1 ? 1 : 0,
    broken,
  }));
  const fault = `${name}: every order, up to ${faults} faults`;
  const broken = found ? [`${found.broken.join(', ')}: ${found.steps.join(' | ')}`] : [];
  return { ...sumOf(fault, tallies), injected: schedules, broken, section };
}
