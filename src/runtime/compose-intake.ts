import { join } from 'node:path';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createCompletionQueue } from '../aws/completion-queue.ts';
import { VISIBILITY_SECONDS } from '../aws/confirm-in-flight.ts';
import { deriveSecret } from '../aws/derive-secret.ts';
import { createFailedMessages } from '../aws/failed-messages.ts';
import { createIntakeBucket } from '../aws/intake-bucket.ts';
import { createIntakeFiles } from '../aws/intake-files.ts';
import { createIntakeHires } from '../aws/intake-hires.ts';
import { createIntakeMarks } from '../aws/intake-marks.ts';
import { createMessageVisibility } from '../aws/message-visibility.ts';
import { createIntakeDigests } from '../provisioning/intake-digests.ts';
import { createIntake } from '../sqs/intake-batch.ts';
import { INTAKE_METRICS, type IntakeMetrics } from '../sqs/intake-metrics.ts';
import { safeErrorFields } from '../sqs/log-result.ts';
import { awsClientSettings, tableClientSettings, withoutLog } from './aws-clients.ts';
import { confirmInFlightBy } from './confirm-in-flight.ts';
import { generateMac } from './generate-mac.ts';
import { type IntakeSettings, parseIntakeSettings } from './intake-settings.ts';
import { createLogger } from './loaded-later/powertools-logger.ts';
import { once } from './once.ts';
import { readSources } from './read-sources.ts';

/** The sources in the package, beside the handler's folder. */
const SOURCES_FOLDER = 'sources';

/**
 * Composes the intake, a function of its own: its bundle has neither the engine nor a directory. No hire waits for
 * its start, so nothing is loaded later.
 * @throws SettingsError when a setting is missing or invalid, or a source cannot be used
 */
export function composeIntake(env: NodeJS.ProcessEnv) {
  const settings = parseIntakeSettings(env);
  const folder = join(env['LAMBDA_TASK_ROOT'] ?? '', SOURCES_FOLDER);
  const sources = readSources(settings.sourceNames, folder);
  const logger = createLogger();
  const onError = (error: unknown) =>
    logger.warn('some messages were not sent', { error: safeErrorFields(error) });
  const { intakeQueue, filesQueue, region } = settings;
  const confirmBy = ({ url }: { readonly url: string }) =>
    confirmInFlightBy({ queueUrl: url, visibilitySeconds: VISIBILITY_SECONDS.intake }, region);
  const intake = createIntake({
    clock: { now: () => Date.now() },
    digests: once(async () => {
      const secret = await deriveSecret((message) =>
        generateMac(settings.pseudonymKeyArn, message),
      );
      return createIntakeDigests(secret);
    }),
    sources,
    limit: { maxNew: settings.maxNew },
    acceptedEventTypes: settings.acceptedEventTypes,
    queues: { messages: intakeQueue.arn, files: filesQueue.arn },
    confirmInFlight: { messages: confirmBy(intakeQueue), files: confirmBy(filesQueue) },
    bucketName: settings.bucketName,
    ...portsOf(settings, onError),
    log: {
      info: (message, facts) => logger.info(message, facts),
      warn: (message, facts) => logger.warn(message, facts),
      error: (message, facts) => logger.error(message, facts),
    },
    metrics: createMetrics(settings.stage),
  });
  return {
    /** Messages of the intake's queues in, a partial batch response out. */
    async takeBatch(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
      logger.addContext(context);
      return intake(event, context);
    },
  };
}

function portsOf(settings: IntakeSettings, onError: (error: unknown) => void) {
  const client = withoutLog(new SQSClient(awsClientSettings));
  const { tableName, bucketName, rejectedQueueUrl, intakeQueue, filesQueue } = settings;
  const table = { client: withoutLog(new DynamoDBClient(tableClientSettings)), tableName };
  const queue = (queueUrl: string) => ({ client, queueUrl, onError });
  // The bucket's name is a part of the host's, which an emulator on an address does not have.
  const forcePathStyle = process.env['AWS_ENDPOINT_URL_S3'] !== undefined;
  const s3 = withoutLog(new S3Client({ ...awsClientSettings, forcePathStyle }));
  return {
    marks: createIntakeMarks(table),
    files: createIntakeFiles(table),
    bucket: createIntakeBucket({ client: s3, bucketName }),
    send: createIntakeHires(queue(settings.newHireQueueUrl)),
    // Nothing is dead-lettered here: the queues do that by themselves.
    failedMessages: createFailedMessages({
      client,
      onError,
      rejectedQueueUrl,
      deadLetterQueueUrl: '',
    }),
    completionEvents: createCompletionQueue(queue(settings.completionQueueUrl)),
    visibility: {
      messages: createMessageVisibility(queue(intakeQueue.url)),
      files: createMessageVisibility(queue(filesQueue.url)),
    },
  };
}

function createMetrics(stage: string): IntakeMetrics {
  const metrics = new Metrics({ defaultDimensions: { stage } });
  return {
    add: (name, value) => metrics.addMetric(name, MetricUnit[INTAKE_METRICS[name].unit], value),
    flush: () => metrics.publishStoredMetrics(),
  };
}
