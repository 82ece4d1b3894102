/**
 * What AWS's documentation leaves open, or says in two ways. Every story is played by both readings, so
 * that no alarm depends on one of them.
 */
export interface Reading {
  readonly name: string;
  /** Whether FILL fills, and an operator takes as zeros, a metric without any data in the range. */
  readonly fillsEmpty: boolean;
  /** Whether SQS sends zeros while a queue is active; else it sends only what there is to count. */
  readonly sqsSendsZeros: boolean;
  /** "CloudWatch attempts to retrieve a higher number of data points than the number specified". */
  readonly extraPeriods: number;
  /** Minutes until a data point is there. */
  readonly lateMinutes: number;
  /** Minutes until SQS sends again what a queue does that was idle for six hours. */
  readonly wakesAfterMinutes: number;
}

export const READINGS: readonly Reading[] = [
  {
    name: 'everything is sent, and at once',
    fillsEmpty: true,
    sqsSendsZeros: true,
    extraPeriods: 0,
    lateMinutes: 1,
    wakesAfterMinutes: 0,
  },
  {
    name: 'nothing is sent but what there is, and late',
    fillsEmpty: false,
    sqsSendsZeros: false,
    extraPeriods: 2,
    lateMinutes: 3,
    wakesAfterMinutes: 15,
  },
];
