import type { Calls } from './calls-per-hire.ts';

export interface Budget {
  readonly name: string;
  readonly limit: number;
  readonly actual: number;
  readonly isMet: boolean;
}

/** Beside one CreateUser, what a new hire costs where the directory itself refuses a second account. */
export const leastCalls = { tableWrites: 2, otherDirectoryCalls: 0 };

/** What a hire may cost in calls. Exact: they do not depend on the machine. */
export function callBudgets(joiner: Calls, least = leastCalls): readonly Budget[] {
  return [
    exactly('table writes per hire', joiner.tableWrites, least.tableWrites),
    exactly('table reads per hire', joiner.tableReads, 0),
    exactly('CreateUser calls per hire', joiner.createUser, 1),
    exactly(
      'other directory calls per hire',
      joiner.otherDirectoryCalls,
      least.otherDirectoryCalls,
    ),
    atMost('SQS calls per hire, in batches of ten, polling included', joiner.sqs, 0.35),
  ];
}

/** Medians of Joiner over those of the bare handler. */
export interface Ratios {
  readonly warmBatch: number;
  readonly import: number;
  readonly cpu: number;
}

export function timeBudgets(ratios: Ratios): readonly Budget[] {
  return [
    atMost('warm batch of ten, times the bare handler', ratios.warmBatch, 1.1),
    atMost('import of the bundle, times the bare handler', ratios.import, 1),
    atMost('CPU per hire, times the bare handler', ratios.cpu, 1.25),
  ];
}

/** A count that may be neither more nor less. */
export function exactly(name: string, actual: number, limit: number): Budget {
  return { name, limit, actual, isMet: actual === limit };
}

function atMost(name: string, actual: number, limit: number): Budget {
  return { name: `${name}, at most`, limit, actual, isMet: actual <= limit };
}
