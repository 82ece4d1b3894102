import type { OnDirectoryCall } from '../provisioning/ports.ts';
import type { Metrics } from '../sqs/metrics.ts';
import type { Measured } from './loaded-later/powertools-metrics.ts';

export interface LazyMetrics extends Metrics {
  load(): Promise<unknown>;
}

/**
 * Metrics in CloudWatch's embedded metric format, one line of the log for an invocation: the format
 * holds a hundred values of a metric, more take further lines. Namespace and service come from
 * Powertools' own settings. It is loaded with the first line, unless `load` was called before.
 */
export function createMetrics(dimensions: {
  readonly stage: string;
  readonly target: string;
}): LazyMetrics {
  let measured: Measured[] = [];
  let loading: Promise<(measured: readonly Measured[]) => void> | undefined;

  function load() {
    loading ??= import('./loaded-later/powertools-metrics.ts').then(({ createMetricsLine }) =>
      createMetricsLine(dimensions),
    );
    return loading;
  }

  return {
    load,
    count: (name) => void measured.push([name, 1]),
    time: (name, ms) => void measured.push([name, ms]),
    async flush() {
      const told = measured;
      measured = [];
      // Without anything to tell, Powertools writes a warning instead.
      if (told.length > 0) (await load())(told);
    },
  };
}

/** Counts the calls of a directory. */
export function callMeter(metrics: Metrics): OnDirectoryCall {
  return ({ ms, answer, isPage }) => {
    metrics.time('DirectoryCallTime', ms);
    if (answer === 'conflict') metrics.count('DirectoryConflicts');
    if (answer === 'throttled') metrics.count('DirectoryThrottled');
    if (isPage && answer === 'ok') metrics.count('DirectoryPagesRead');
  };
}
