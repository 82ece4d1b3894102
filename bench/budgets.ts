import type { Calls } from './calls-per-hire.ts';

export interface Budget {
  readonly name: string;
  readonly limit: number;
  readonly actual: number;
  readonly isMet: boolean;
}

/** Calls of a new hire in addition to one CreateUser, in a directory that enforces uniqueness. */
export const minimumCalls = { tableWrites: 2, otherDirectoryCalls: 0 };

/** Call budgets per hire. They are exact: calls do not depend on the machine. */
export function callBudgets(joiner: Calls, minimum = minimumCalls): readonly Budget[] {
  return [
    exactly('table writes per hire', joiner.tableWrites, minimum.tableWrites),
    exactly('table reads per hire', joiner.tableReads, 0),
    exactly('CreateUser calls per hire', joiner.createUser, 1),
    exactly(
      'other directory calls per hire',
      joiner.otherDirectoryCalls,
      minimum.otherDirectoryCalls,
    ),
    exactly('calls per hire that add to a group', joiner.grants, 0),
    atMost('SQS calls per hire, in batches of ten, polling included', joiner.sqs, 0.45),
  ];
}

/** What hires cost with groups, and the same without. */
export interface GroupedCalls {
  readonly name: string;
  /** Groups of each hire. */
  readonly groups: number;
  /** Memberships that there are then, per hire. */
  readonly memberships: number;
  readonly plain: Calls;
  readonly granted: Calls;
}

/** A group costs one directory call, and all groups of a hire one write: exactly. */
export function groupBudgets(grouped: GroupedCalls): readonly Budget[] {
  const { name, groups, memberships, plain, granted } = grouped;
  const more = (count: (calls: Calls) => number) => count(granted) - count(plain);
  return [
    exactly(`memberships of ${name}`, memberships, groups),
    exactly(`calls of ${name} that add to a group`, granted.grants, groups),
    exactly(
      `other directory calls of ${name}, more than without groups`,
      more((calls) => calls.createUser + calls.otherDirectoryCalls),
      0,
    ),
    exactly(`table writes of ${name}, more than without groups`, more(writes), 1),
    exactly(`table reads of ${name}`, granted.tableReads, 0),
  ];
}

function writes({ tableWrites }: Calls): number {
  return tableWrites;
}

/** Joiner's samples divided by those of a bare handler, the median. */
export interface Ratios {
  readonly import: number;
  readonly firstHire: number;
  readonly warmBatch: number;
  readonly cpu: number;
  /** By those of the bare handler that makes the calls of Joiner's security, too. */
  readonly withAllCalls: {
    readonly firstHire: number;
    readonly warmBatch: number;
    /** Of hires with an employee id: three writes each. */
    readonly employeeBatch: number;
  };
}

/** Joiner's own work is bounded by the handler with the same calls, and what the calls cost by the other one. */
export function timeBudgets({ withAllCalls, ...ratios }: Ratios): readonly Budget[] {
  const bare = 'times the bare handler';
  const withCalls = `${bare} with all calls`;
  return [
    atMost(`warm batch of ten, ${withCalls}`, withAllCalls.warmBatch, 1.1),
    atMost(`… of hires with employee ids, ${withCalls}`, withAllCalls.employeeBatch, 1.1),
    atMost(`first hire, ${withCalls}`, withAllCalls.firstHire, 1.05),
    atMost(`warm batch of ten, ${bare}`, ratios.warmBatch, 1.15),
    atMost(`first hire, ${bare}`, ratios.firstHire, 1.2),
    atMost(`import of the bundle, ${bare}`, ratios.import, 1),
    atMost(`CPU per hire, ${bare}`, ratios.cpu, 1.25),
  ];
}

/** A budget for a count that must be equal to the limit. */
export function exactly(name: string, actual: number, limit: number): Budget {
  return { name, limit, actual, isMet: actual === limit };
}

export function atMost(name: string, actual: number, limit: number): Budget {
  return { name: `${name}, at most`, limit, actual, isMet: actual <= limit };
}
