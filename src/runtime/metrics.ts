import type { OnDirectoryCall } from '../provisioning/ports.ts';
import type { MetricName, Metrics } from '../sqs/metrics.ts';

export interface LazyMetrics extends Metrics {
  load(): Promise<unknown>;
}

/**
 * Metrics in CloudWatch's embedded metric format, one line of the log for an invocation. Namespace and
 * service come from Powertools' own settings. It is loaded with the first line, unless `load` was
 * called before.
 */
export function createMetrics(defaultDimensions: {
  readonly stage: string;
  readonly target: string;
}): LazyMetrics {
  let measured: (readonly [name: MetricName, value: number])[] = [];
  let loading: ReturnType<typeof open> | undefined;

  async function open() {
    const { Metrics: Powertools, MetricUnit } = await import('@aws-lambda-powertools/metrics');
    const { METRICS } = await import('../sqs/metrics.ts');
    const unitOf = (name: MetricName) => MetricUnit[METRICS[name]?.unit ?? 'Count'];
    return { powertools: new Powertools({ defaultDimensions }), unitOf };
  }

  function load() {
    loading ??= open();
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
      if (told.length === 0) return;
      const { powertools, unitOf } = await load();
      for (const [name, value] of told) powertools.addMetric(name, unitOf(name), value);
      powertools.publishStoredMetrics();
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
