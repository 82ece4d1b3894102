import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { createDueHires } from '../aws/due-hires.ts';
import { createReleaseQueue } from '../aws/release-queue.ts';
import type { Clock } from '../provisioning/ports.ts';
import {
  type DueHires,
  type Release,
  type ReleaseDeps,
  releaseDueHires,
} from '../provisioning/release-due-hires.ts';
import { safeErrorFields } from '../sqs/log-result.ts';
import { measuredOf, RELEASE_METRICS, type ReleaseMetricName } from '../sqs/release-metrics.ts';
import { awsClientSettings, tableClientSettings, withoutLog } from './aws-clients.ts';
import { createLogger } from './loaded-later/powertools-logger.ts';
import { parseReleaseSettings } from './release-settings.ts';

/** Before the run's end: no more hires are read, then all calls stop. */
const PAUSE_BEFORE_END_MS = 20_000;
const CALLS_BEFORE_END_MS = 3_000;

/**
 * Composes the sweep, a function of its own: its bundle has neither the engine nor a directory. It starts every
 * 15 minutes, and no hire waits for the start, so nothing is loaded later.
 * @throws SettingsError when a setting is missing
 */
export function composeRelease(env: NodeJS.ProcessEnv, clock: Clock = { now: () => Date.now() }) {
  const settings = parseReleaseSettings(env);
  const logger = createLogger();
  const metrics = new Metrics({ defaultDimensions: { stage: settings.stage } });
  const tableName = settings.scheduledHiresTableName;
  const onError = (error: unknown) =>
    logger.warn('some hires were not sent', { error: safeErrorFields(error) });
  const table = { client: withoutLog(new DynamoDBClient(tableClientSettings)), tableName };
  const queueUrl = settings.newHireQueueUrl;
  const deps: ReleaseDeps = {
    clock,
    dueHires: createDueHires(table),
    send: createReleaseQueue({
      client: withoutLog(new SQSClient(awsClientSettings)),
      queueUrl,
      onError,
    }),
  };

  return {
    /**
     * One run.
     * @throws when a call of the table fails. Lambda logs the error as it is, so it says nothing of the call's
     */
    async release(_event: unknown, context: Context): Promise<void> {
      logger.addContext(context);
      try {
        const release = await releaseInTime(deps, context.getRemainingTimeInMillis());
        for (const [name, value] of Object.entries(measuredOf(release)))
          metrics.addMetric(name, MetricUnit[unitOf(name as ReleaseMetricName)], value);
        metrics.publishStoredMetrics();
        logger.info('released', { ...release });
      } catch (error) {
        logger.error('not released', { error: safeErrorFields(error) });
        throw new Error('The run has failed, as the line before says. The next one continues.');
      }
    },
  };
}

const unitOf = (name: ReleaseMetricName) => RELEASE_METRICS[name].unit;

/** What is left when the time is over waits for the next run: that is no failure. */
async function releaseInTime(deps: ReleaseDeps, remainingMs: number): Promise<Release> {
  const pause = AbortSignal.timeout(Math.max(0, remainingMs - PAUSE_BEFORE_END_MS));
  const calls = AbortSignal.timeout(Math.max(0, remainingMs - CALLS_BEFORE_END_MS));
  return releaseDueHires({ ...deps, dueHires: untilPause(deps.dueHires, pause) }, calls);
}

function untilPause(dueHires: DueHires, pause: AbortSignal): DueHires {
  return {
    ...dueHires,
    async *due(nowMs, signal) {
      for await (const hires of dueHires.due(nowMs, signal)) {
        yield hires;
        if (pause.aborted) return;
      }
    },
  };
}
