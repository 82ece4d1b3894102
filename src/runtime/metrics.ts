import type { OnDirectoryCall } from '../provisioning/ports.ts';
import type { Metrics } from '../sqs/metrics.ts';
import type { Measured } from './loaded-later/powertools-metrics.ts';
import { once } from './once.ts';

export interface LazyMetrics extends Metrics {
  load(): Promise<unknown>;
}

/**
 * Metrics in CloudWatch's embedded metric format, one log line per flush, and one more for each group that
 * accounts were added to: the values of a line share its dimensions. One line holds at most
 * 100 values of a metric; more values take more lines. Namespace and service come from Powertools' own
 * settings. Powertools is loaded with the first line, unless `load` was called before.
 */
export function createMetrics(dimensions: {
  readonly stage: string;
  readonly target: string;
}): LazyMetrics {
  let measured: Measured[] = [];
  let granted: string[] = [];
  const load = once(async () => {
    const { createMetricsLine } = await import('./loaded-later/powertools-metrics.ts');
    return createMetricsLine(dimensions);
  });

  return {
    load,
    count: (name) => void measured.push([name, 1]),
    countGrant: (group) => void granted.push(group),
    time: (name, ms) => void measured.push([name, ms]),
    age: (name, seconds) => void measured.push([name, seconds]),
    async flush() {
      const toWrite = { measured, granted };
      measured = [];
      granted = [];
      if (toWrite.measured.length + toWrite.granted.length > 0) (await load())(toWrite);
    },
  };
}

/** Measures and counts the calls of a directory. */
export function callMeter(metrics: Metrics): OnDirectoryCall {
  return ({ ms, result, isPage }) => {
    metrics.time('DirectoryCallTime', ms);
    if (result === 'conflict') metrics.count('DirectoryConflicts');
    if (result === 'throttled') metrics.count('DirectoryThrottled');
    if (isPage && result === 'ok') metrics.count('DirectoryPagesRead');
  };
}
