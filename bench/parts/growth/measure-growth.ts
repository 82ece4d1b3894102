import { type Budget, exactly } from '../../budgets.ts';
import { addedMs, noDelays } from '../../latencies.ts';
import type { Rows } from '../../report/figures.ts';
import { withWorkbench } from '../../workbench/workbench.ts';
import { measureConflicts } from './conflicts.ts';
import type { Cost } from './cost.ts';
import { measureNewHires } from './new-hires.ts';
import { createAdvancingClock, measureRecovery, type Recovery } from './recovery.ts';
import { GROWTH_HEAD, growthRows, growthSection } from './section.ts';

/**
 * Reading the longest directory takes two minutes. Shorter calls and shorter invocations take seconds, and
 * need as many invocations.
 */
const long = { finspaceMs: 10, timeoutSeconds: 15 };

export interface Growth {
  readonly head: readonly string[];
  readonly rows: Rows;
  /** Markdown, with a heading of the second level. */
  readonly section: string;
}

/** Measures the cost of a hire as table and directory grow, and after an outage. Takes about five minutes. */
export async function measureGrowth(onLog: (line: string) => void): Promise<Growth> {
  logProgress('new hires');
  const newHires = await withWorkbench(onLog, (bench) =>
    measureNewHires(bench, [0, 10_000, 1_000_000], [1_000, 100_000], 20),
  );
  logProgress('conflicts');
  const conflicts = await withWorkbench(onLog, (bench) => measureConflicts(bench, 1_000));
  const longConflicts = await withWorkbench(onLog, (bench) => measureConflicts(bench, 100_000), {
    addedMs: { ...addedMs, directory: long.finspaceMs },
    timeoutSeconds: long.timeoutSeconds,
  });
  logProgress('recovery');
  const recovery = await recoveryAt(onLog, 10_000, 1_000, addedMs);
  const rows = growthRows([...newHires, ...conflicts, ...longConflicts, recovery.cost]);
  return { head: GROWTH_HEAD, rows, section: growthSection(rows, recovery, long) };
}

/** Counts calls only, for `--short`, at sizes that take seconds. */
export async function countGrowth(onLog: (line: string) => void): Promise<readonly Budget[]> {
  const newHires = await withWorkbench(
    onLog,
    (bench) => measureNewHires(bench, [0, 500], [500], 1),
    { addedMs: noDelays },
  );
  const [, ten, tenMore] = await withWorkbench(onLog, (bench) => measureConflicts(bench, 500), {
    addedMs: noDelays,
  });
  const { cost, recovered, pages } = await recoveryAt(onLog, 500, 100, noDelays);
  return [
    ...newHires.flatMap(newHireBudgets),
    exactly('ListUsers calls of ten conflicts among 500 users', ten.listUsers, 6),
    exactly('ListUsers calls of ten more', tenMore.listUsers, 0),
    exactly('ListUsers calls of ten batches after an outage', cost.listUsers, pages),
    exactly('hires that they recovered', recovered, cost.hires),
  ];
}

function newHireBudgets({ records, users, perHire }: Cost): readonly Budget[] {
  const at = `at ${records} records and ${users} users`;
  return [
    exactly(`table writes per hire ${at}`, perHire.tableWrites, 2),
    exactly(`table reads per hire ${at}`, perHire.tableReads, 0),
    exactly(`CreateUser calls per hire ${at}`, perHire.createUser, 1),
    exactly(`other directory calls per hire ${at}`, perHire.otherDirectoryCalls, 0),
  ];
}

function recoveryAt(
  onLog: (line: string) => void,
  users: number,
  lostResponses: number,
  delays: typeof addedMs,
): Promise<Recovery> {
  const clock = createAdvancingClock();
  return withWorkbench(onLog, (bench) => measureRecovery(bench, clock, users, lostResponses), {
    addedMs: delays,
    clock,
  });
}

function logProgress(part: string): void {
  process.stderr.write(`growth: ${part}\n`);
}
