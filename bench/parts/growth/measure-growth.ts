import { type Budget, exactly } from '../../budgets.ts';
import { addedMs, atOnce } from '../../latencies.ts';
import type { Rows } from '../../report/figures.ts';
import { withWorkbench } from '../../workbench/workbench.ts';
import { measureConflicts } from './conflicts.ts';
import type { Cost } from './cost.ts';
import { measureNewHires } from './new-hires.ts';
import { createAdvancingClock, measureRecovery, type Recovery } from './recovery.ts';
import { GROWTH_HEAD, growthRows, growthSection } from './section.ts';

/**
 * The longest directory takes two minutes to read. Shorter calls and a shorter invocation, by which it is
 * read in as many, take seconds.
 */
const long = { finspaceMs: 10, timeoutSeconds: 15 };

export interface Growth {
  readonly head: readonly string[];
  readonly rows: Rows;
  /** Markdown, with a heading of the second level. */
  readonly section: string;
}

/** What a hire costs as table and directory grow, and what an outage costs. Takes about five minutes. */
export async function measureGrowth(onLog: (line: string) => void): Promise<Growth> {
  say('new hires');
  const newHires = await withWorkbench(onLog, (bench) =>
    measureNewHires(bench, [0, 10_000, 1_000_000], [1_000, 100_000], 20),
  );
  say('conflicts');
  const conflicts = await withWorkbench(onLog, (bench) => measureConflicts(bench, 1_000));
  const longConflicts = await withWorkbench(onLog, (bench) => measureConflicts(bench, 100_000), {
    addedMs: { ...addedMs, directory: long.finspaceMs },
    timeoutSeconds: long.timeoutSeconds,
  });
  say('recovery');
  const recovery = await recover(onLog, 10_000, 1_000, addedMs);
  const rows = growthRows([...newHires, ...conflicts, ...longConflicts, recovery.cost]);
  return { head: GROWTH_HEAD, rows, section: growthSection(rows, recovery, long) };
}

/** The short form: calls only, at sizes that take seconds. They are exact. */
export async function growthCounts(onLog: (line: string) => void): Promise<readonly Budget[]> {
  const newHires = await withWorkbench(
    onLog,
    (bench) => measureNewHires(bench, [0, 500], [500], 1),
    { addedMs: atOnce },
  );
  const [, ten, tenMore] = await withWorkbench(onLog, (bench) => measureConflicts(bench, 500), {
    addedMs: atOnce,
  });
  const { cost, recovered, pages } = await recover(onLog, 500, 100, atOnce);
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

function recover(
  onLog: (line: string) => void,
  users: number,
  unanswered: number,
  delays: typeof addedMs,
): Promise<Recovery> {
  const clock = createAdvancingClock();
  return withWorkbench(onLog, (bench) => measureRecovery(bench, clock, users, unanswered), {
    addedMs: delays,
    clock,
  });
}

function say(part: string): void {
  process.stderr.write(`growth: ${part}\n`);
}
