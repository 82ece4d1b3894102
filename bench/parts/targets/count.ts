import { type Budget, callBudgets, exactly, groupBudgets } from '../../budgets.ts';
import { countCalls } from '../../count-calls.ts';
import { addedMs } from '../../latencies.ts';
import type { Column } from '../../report/figures.ts';
import { withWorkbench } from '../../workbench/workbench.ts';
import { measureConflicts } from '../growth/conflicts.ts';
import type { Cost } from '../growth/cost.ts';
import type { Candidate } from './candidates.ts';
import { countGroups, type GroupCounts } from './count-groups.ts';

/** The counts of one directory. */
export interface DirectoryColumn extends Column {
  readonly candidate: Candidate;
  /** A conflict in a new instance: one hire whose account exists, and ten of them in one batch. */
  readonly one: Cost;
  readonly ten: Cost;
  readonly groups: GroupCounts;
}

/** @param users number of users in the directory during a conflict; at least 100 */
export async function countDirectories(
  onLog: (line: string) => void,
  candidates: readonly Candidate[],
  users: number,
  { delays = addedMs, isDistant = true } = {},
): Promise<readonly DirectoryColumn[]> {
  const columns: DirectoryColumn[] = [];
  for (const candidate of candidates) {
    const { name, workbench } = candidate;
    const column = await withWorkbench(
      onLog,
      async (bench) => {
        const { bundleBytes } = bench.joiner;
        const calls = await countCalls({ ...bench.joiner, name }, bench);
        const [one, ten] = await measureConflicts(bench, users);
        // After the conflicts, which need a directory of so many users.
        const groups = await countGroups(name, calls, bench);
        return { candidate, name, bundleBytes, calls, one, ten, groups };
      },
      { ...workbench, addedMs: delays, ...(isDistant ? {} : withoutDistance(workbench)) },
    );
    columns.push(column);
  }
  return columns;
}

/** A directory that is reached over TLS still is, without the round trips. */
function withoutDistance({ directoryRoundTripMs }: Candidate['workbench']) {
  return directoryRoundTripMs === undefined ? {} : { directoryRoundTripMs: 0 };
}

/** Budgets are exact: calls do not depend on the machine. */
export function countBudgets(columns: readonly DirectoryColumn[]): readonly Budget[] {
  return columns.flatMap((column) => budgetsOf(column));
}

function budgetsOf({ candidate, calls, one, groups }: DirectoryColumn): readonly Budget[] {
  const { newHire, employeeLookUps, tokenReads, conflict } = candidate;
  // The account of this hire comes before those of the twenty hires that are measured later.
  const lookUps = conflict.lookUps(one.users + one.hires);
  return [
    ...callBudgets(calls, newHire),
    exactly('reads of the token by a new instance', one.perHire.tokenReads, tokenReads),
    exactly('CreateUser calls of a conflict', one.perHire.createUser, conflict.createUser),
    exactly(`look-ups of a conflict, ${one.users} users`, one.perHire.otherDirectoryCalls, lookUps),
    exactly(
      'table writes per hire with an employee id',
      groups.employees.tableWrites,
      newHire.tableWrites + 1,
    ),
    exactly(
      'other directory calls per hire with an employee id',
      groups.employees.otherDirectoryCalls,
      newHire.otherDirectoryCalls + employeeLookUps,
    ),
    ...groups.grouped.flatMap(groupBudgets),
  ].map((budget) => ({ ...budget, name: `${candidate.name}: ${budget.name}` }));
}
