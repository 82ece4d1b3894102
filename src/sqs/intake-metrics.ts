import type { FileCounts } from '../intake/file-progress.ts';
import type { MetricUnit } from './metrics.ts';

/** Every metric of the intake. Alarms, dashboard and docs/generated/metrics.md are tested against it. */
export const INTAKE_METRICS = {
  IntakeSent: { unit: 'Count', meaning: 'Hires sent to the new-hire queue.' },
  IntakeKnown: {
    unit: 'Count',
    meaning: 'Records that were sent or rejected before, and are the same.',
  },
  IntakeSuperseded: {
    unit: 'Count',
    meaning:
      'Records about people of whom a later file or message asked for something else, at the same address.',
  },
  IntakeLeftOut: { unit: 'Count', meaning: 'Records that are no hires, says the source.' },
  IntakeRejected: {
    unit: 'Count',
    meaning:
      'Records that cannot be mapped, are repeated, or are superseded by one at another address, and files and messages that cannot be read.',
  },
  IntakeFilesDone: { unit: 'Count', meaning: 'Files that were taken as a whole.' },
  IntakeFilesWaiting: {
    unit: 'Count',
    meaning:
      'Files that wait for an operator: many new people, or many records that cannot be mapped.',
  },
  IntakeAge: {
    unit: 'Milliseconds',
    meaning: 'From the message sent to now, for each message that is taken or tried.',
  },
  IntakeFailures: {
    unit: 'Count',
    meaning: 'Messages that could not be taken because a call failed: they are tried again.',
  },
  IntakeNotInFlight: {
    unit: 'Count',
    meaning:
      "Records that the intake's queues did not deliver, or that came too late: nothing was done for them.",
  },
} as const satisfies Readonly<
  Record<string, { readonly unit: MetricUnit; readonly meaning: string }>
>;

export type IntakeMetricName = keyof typeof INTAKE_METRICS;

export interface IntakeMetrics {
  add(name: IntakeMetricName, value: number): void;
  /** Writes what was measured since the last flush. */
  flush(): void;
}

/** The metrics of records that were taken. */
export function addCounts(counts: FileCounts, metrics: IntakeMetrics): void {
  const measured = {
    IntakeSent: counts.sent,
    IntakeKnown: counts.known,
    IntakeSuperseded: counts.superseded,
    IntakeLeftOut: counts.leftOut,
    IntakeRejected: counts.rejected,
  } satisfies Partial<Record<IntakeMetricName, number>>;
  for (const [name, value] of Object.entries(measured))
    if (value > 0) metrics.add(name as IntakeMetricName, value);
}
