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
    atMost('SQS calls per hire, in batches of ten, polling included', joiner.sqs, 0.45),
  ];
}

/** Joiner's samples divided by those of the bare handler, the median. */
export interface Ratios {
  readonly import: number;
  readonly firstHire: number;
  /** By the first hire of the bare handler that derives the secret too. */
  readonly firstHireWithSecret: number;
  readonly warmBatch: number;
  /** Of hires with an employee id: three writes each. */
  readonly employeeBatch: number;
  readonly cpu: number;
}

export function timeBudgets(ratios: Ratios): readonly Budget[] {
  return [
    atMost('warm batch of ten, times the bare handler', ratios.warmBatch, 1.1),
    atMost(
      'warm batch of ten with employee ids, times the bare handler with as many writes',
      ratios.employeeBatch,
      1.1,
    ),
    atMost('import of the bundle, times the bare handler', ratios.import, 1),
    atMost('first hire, times the bare handler', ratios.firstHire, 1.05),
    atMost(
      'first hire, times the bare handler that derives the secret too',
      ratios.firstHireWithSecret,
      1.05,
    ),
    atMost('CPU per hire, times the bare handler', ratios.cpu, 1.25),
  ];
}

/** A budget for a count that must be equal to the limit. */
export function exactly(name: string, actual: number, limit: number): Budget {
  return { name, limit, actual, isMet: actual === limit };
}

export function atMost(name: string, actual: number, limit: number): Budget {
  return { name: `${name}, at most`, limit, actual, isMet: actual <= limit };
}
