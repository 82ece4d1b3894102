import { type Calls, callsPerHire } from '../../calls-per-hire.ts';
import type { OperationTally } from '../../proxy/messages.ts';
import type { Workbench } from '../../workbench/workbench.ts';

/** The cost of a number of hires, at one size of table and directory. */
export interface Cost {
  readonly name: string;
  /** Records in the table and users in the directory before the measurement. */
  readonly records: number;
  readonly users: number;
  readonly hires: number;
  readonly invocations: number;
  /** Milliseconds within the function until all hires were processed. */
  readonly ms: number;
  readonly perHire: Calls;
  /** Calls of all hires together. */
  readonly listUsers: number;
  readonly getUser: number;
}

/** Counts the calls of `run`. */
export async function costOf(
  bench: Workbench,
  about: Pick<Cost, 'name' | 'records' | 'users' | 'hires'>,
  run: () => Promise<Pick<Cost, 'invocations' | 'ms'>>,
): Promise<Cost> {
  await bench.takeTally();
  const spent = await run();
  const tally = await bench.takeTally();
  return {
    ...about,
    ...spent,
    perHire: callsPerHire(tally, about.hires),
    listUsers: countOf('ListUsers', tally),
    getUser: countOf('GetUser', tally),
  };
}

function countOf(operation: string, tally: readonly OperationTally[]): number {
  return tally.find((entry) => entry.operation === operation)?.calls ?? 0;
}
