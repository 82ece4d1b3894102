import type { Release } from '../provisioning/release-due-hires.ts';
import type { MetricUnit } from './metrics.ts';

/** Every metric of the sweep. Alarms, dashboard and docs/generated/metrics.md are tested against it. */
export const RELEASE_METRICS = {
  Released: { unit: 'Count', meaning: 'Hires whose day had come, and that were sent.' },
  ReleaseUnsent: {
    unit: 'Count',
    meaning: 'Hires whose day had come, and that could not be sent: the next run sends them.',
  },
  ReleaseDelay: {
    unit: 'Seconds',
    meaning:
      'From the day of the hire that had been due for the longest to the run; 0 without one.',
  },
} as const satisfies Readonly<
  Record<string, { readonly unit: MetricUnit; readonly meaning: string }>
>;

export type ReleaseMetricName = keyof typeof RELEASE_METRICS;

/** The metrics of one run, zeros included: that a run was made is a fact too. */
export function measuredOf(release: Release): Readonly<Record<ReleaseMetricName, number>> {
  return {
    Released: release.released,
    ReleaseUnsent: release.unsent,
    ReleaseDelay: release.longestDueMs / 1000,
  };
}
