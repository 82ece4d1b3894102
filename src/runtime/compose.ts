import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createCompletionQueue } from '../aws/completion-queue.ts';
import { createMessageVisibility } from '../aws/message-visibility.ts';
import { createRejectedMessages } from '../aws/rejected-messages.ts';
import { createUsersTable } from '../aws/users-table.ts';
import { errorFacts } from '../sqs/outcome-log.ts';
import { type BatchProcessorDeps, createBatchProcessor } from '../sqs/process-batch.ts';
import { FinspaceDataClient } from '../targets/finspace/client/finspace-data-client.ts';
import { createFinspaceTarget } from '../targets/finspace/target.ts';
import type { PaceDeps } from '../targets/pace.ts';
import { createPacedTarget } from '../targets/paced-target.ts';
import { retryTransientErrors } from './retry-transient-errors.ts';
import { parseSettings, type Settings } from './settings.ts';

/** A service that hangs must cost a try, not the invocation. */
const awsTimeouts = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
};
const directoryTimeouts = { ...awsTimeouts, requestTimeout: 15_000 };

/** What no setting can give; a test gives its own. */
export interface Outside extends PaceDeps {
  /** 0 to 1. */
  readonly random: () => number;
}

const realOutside: Outside = {
  clock: { now: () => Date.now() },
  random: () => Math.random(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

/**
 * Puts the function together: the only place that builds a client. Every client takes its region,
 * endpoint and credentials from the SDK's own settings.
 * @throws SettingsError
 */
export function compose(env: NodeJS.ProcessEnv, outside: Outside = realOutside) {
  const settings = parseSettings(env);
  const logger = new Logger();
  const sqs = new SQSClient({ requestHandler: awsTimeouts });
  const onError = (error: unknown) =>
    logger.warn('a queue did not take everything', { error: errorFacts(error) });
  const deps: BatchProcessorDeps = {
    ...settings,
    ...outside,
    store: createUsersTable({
      client: new DynamoDBClient({ requestHandler: awsTimeouts }),
      tableName: settings.usersTableName,
    }),
    target: createPacedTarget(finspaceTarget(settings), outside),
    completionEvents: createCompletionQueue({
      client: sqs,
      onError,
      queueUrl: settings.completionQueueUrl,
    }),
    rejectedMessages: createRejectedMessages({ ...settings, client: sqs, onError }),
    visibility: createMessageVisibility({
      client: sqs,
      onError,
      queueUrl: settings.newHireQueueUrl,
    }),
    log: logger,
  };
  return { logger, deps, processBatch: createBatchProcessor(deps) };
}

function finspaceTarget({ finspace, region }: Settings) {
  const client = new FinspaceDataClient({
    requestHandler: directoryTimeouts,
    retryStrategy: retryTransientErrors({ attempts: 2, delayMs: 100 }),
  });
  return createFinspaceTarget({ client, region, ...finspace });
}
