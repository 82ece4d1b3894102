import { type Calls, callsPerHire } from '../../calls-per-hire.ts';
import type { OperationTally } from '../../proxy/messages.ts';
import type { Workbench } from '../../workbench/workbench.ts';

/** What some hires cost, at one size of the table and the directory. */
export interface Cost {
  readonly name: string;
  /** Records in the table and users in the directory before, without those that are measured. */
  readonly records: number;
  readonly users: number;
  readonly hires: number;
  readonly invocations: number;
  /** Milliseconds within the function, until all of them were done. */
  readonly ms: number;
  readonly perHire: Calls;
  /** Of all of these hires. */
  readonly listUsers: number;
  readonly getUser: number;
}

/** Does something, and says what it cost in calls. */
export async function costOf(
  bench: Workbench,
  about: Pick<Cost, 'name' | 'records' | 'users' | 'hires'>,
  act: () => Promise<Pick<Cost, 'invocations' | 'ms'>>,
): Promise<Cost> {
  await bench.takeTally();
  const spent = await act();
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
