import type { Budget, Ratios } from '../budgets.ts';
import type { Calls } from '../calls-per-hire.ts';
import { physicalLimitMs } from '../latencies.ts';
import type { Measure, Timings } from '../parts/timings/timings.ts';
import { dollarsPerMillionHires } from '../prices.ts';
import { type Spread, spreadOf } from '../samples.ts';
import { BARE_WITH_ALL_CALLS } from '../workbench/build-contenders.ts';

/** The counts of one contender. */
export interface Column {
  readonly name: string;
  readonly bundleBytes: number;
  readonly calls: Calls;
}

/** The rows of a table. The first cell of each is the name of the figure. */
export type Rows = readonly (readonly string[])[];

export function callRows(columns: readonly Column[]): Rows {
  const row = (name: string, figure: (column: Column) => string) => [name, ...columns.map(figure)];
  return [
    row('bundle, KB', ({ bundleBytes }) => (bundleBytes / 1000).toFixed(0)),
    row('DynamoDB writes per hire', ({ calls }) => rounded(calls.tableWrites)),
    row('… in write units', ({ calls }) => rounded(calls.writeUnits)),
    row('DynamoDB reads per hire', ({ calls }) => rounded(calls.tableReads)),
    row('CreateUser calls per hire', ({ calls }) => rounded(calls.createUser)),
    row('other directory calls per hire', ({ calls }) => rounded(calls.otherDirectoryCalls)),
    row('SQS calls per hire', ({ calls }) => rounded(calls.sqs)),
    row('US dollars per million hires', ({ calls }) => dollarsPerMillionHires(calls).toFixed(2)),
  ];
}

/** @param limitRow goes below the row of the warm batch, to compare with */
export function timeRows(
  columns: readonly Column[],
  timings: Timings,
  limitRow: readonly string[],
): Rows {
  const row = (name: string, measure: Measure, digits: number) => [
    name,
    ...spreadsOf(measure, columns, timings).map((spread) => withSpread(spread, digits)),
  ];
  return [
    row('import of the bundle, ms', 'importMs', 0),
    row('first hire, ms', 'firstHireMs', 0),
    row('warm batch of ten, ms', 'batchMs', 0),
    limitRow,
    row('CPU per hire, ms', 'cpuMsPerHire', 2),
    row('hires per second', 'hiresPerSecond', 0),
    row('memory, MB', 'memoryMb', 0),
  ];
}

/** The duration of a batch as a multiple of the physical limit. */
export function overLimitRow(columns: readonly Column[], timings: Timings): readonly string[] {
  return [
    `… over the physical limit of ${physicalLimitMs} ms`,
    ...spreadsOf('batchMs', columns, timings).map(
      (spread) => `× ${withSpread(over(physicalLimitMs, spread), 2)}`,
    ),
  ];
}

export function budgetRows(budgets: readonly Budget[]): Rows {
  return budgets.map(({ name, limit, actual, isMet }) => [
    name,
    rounded(limit),
    rounded(actual),
    isMet ? 'met' : 'not met',
  ]);
}

/** Each sample is compared with that of the same round: both met the same load of the machine. */
export function ratiosOf(timings: Timings): Ratios {
  const ratio = (measure: Measure, other = 'bare') => {
    const bare = timings.of(measure, other);
    const ratios = timings
      .of(measure, 'Joiner')
      .map((sample, round) => sample / (bare[round] ?? Number.NaN));
    return spreadOf(ratios).median;
  };
  return {
    import: ratio('importMs'),
    firstHire: ratio('firstHireMs'),
    warmBatch: ratio('batchMs'),
    withAllCalls: {
      firstHire: ratio('firstHireMs', BARE_WITH_ALL_CALLS),
      warmBatch: ratio('batchMs', BARE_WITH_ALL_CALLS),
      employeeBatch: ratio('employeeBatchMs', BARE_WITH_ALL_CALLS),
    },
    cpu: ratio('cpuMsPerHire'),
  };
}

function spreadsOf(
  measure: Measure,
  columns: readonly Column[],
  timings: Timings,
): readonly Spread[] {
  return columns.map(({ name }) => spreadOf(timings.of(measure, name)));
}

function over(unit: number, { median, low, high, count }: Spread): Spread {
  return { median: median / unit, low: low / unit, high: high / unit, count };
}

function withSpread({ median, low, high }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/** At most `digits` decimal places, without trailing zeros. */
export function rounded(figure: number, digits = 3): string {
  return String(Number(figure.toFixed(digits)));
}
