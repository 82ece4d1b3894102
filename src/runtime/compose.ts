import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { accessRules } from '#access-rules';
import { target } from '#target';
import { VISIBILITY_SECONDS } from '../aws/confirm-in-flight.ts';
import { createCreationBudget } from '../aws/creation-budget.ts';
import { deriveSecret } from '../aws/derive-secret.ts';
import type { UsersTable } from '../aws/read-item.ts';
import { createScheduledTable } from '../aws/scheduled-table.ts';
import { createStoredMarks } from '../aws/stored-marks.ts';
import { createUsersTable } from '../aws/users-table.ts';
import { type CreationPlaces, createCreationPlaces } from '../provisioning/creation-places.ts';
import { createDigests } from '../provisioning/digests.ts';
import type { ConfirmInFlight } from '../provisioning/message-ports.ts';
import { safeErrorFields } from '../sqs/log-result.ts';
import type { BatchProcessorDeps } from '../sqs/process-batch.ts';
import type { PaceDeps } from '../targets/pace.ts';
import { createPacedTarget } from '../targets/paced-target.ts';
import { tableClientSettings, withoutLog } from './aws-clients.ts';
import { composedOnce } from './composed-once.ts';
import { CONFIRMATION, confirmInFlightBy } from './confirm-in-flight.ts';
import { generateMac } from './generate-mac.ts';
import { createLog, type LazyLog } from './log.ts';
import { callMeter, createMetrics } from './metrics.ts';
import { once } from './once.ts';
import { onceSent, untilSent } from './once-sent.ts';
import { createQueues } from './queues.ts';
import { parseSettings, type Settings } from './settings.ts';
import { whileCreating } from './while-creating.ts';

/** Time, randomness and the secret of the function; a test passes its own. */
export interface Effects extends PaceDeps {
  /** 0 to 1. */
  readonly random: () => number;
  /** The secret of the key with this ARN. */
  readonly deriveSecret: (keyArn: string) => Promise<Uint8Array>;
}

const realEffects: Effects = {
  deriveSecret: (keyArn) => deriveSecret((message) => generateMac(keyArn, message)),
  clock: { now: () => Date.now() },
  random: () => Math.random(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

/**
 * Composes the function. The table's client is built here, the directory's in `targets/`, and those that
 * can wait in `loaded-later/`. Every client takes region, endpoint and credentials from the SDK's own
 * settings. Joiner's settings are parsed at once, so that invalid ones stop the function before it takes
 * a message; everything else waits for the first batch.
 * @throws SettingsError when a setting is missing or invalid
 */
export function compose(env: NodeJS.ProcessEnv, effects: Effects = realEffects) {
  const settings = parseSettings(env);
  const log = createLog();
  const newHires = {
    queueUrl: settings.newHireQueueUrl,
    visibilitySeconds: VISIBILITY_SECONDS.newHires,
  };
  const confirmInFlight = confirmInFlightBy(newHires, settings.ofTarget.AWS_REGION);
  const secret = once(() => effects.deriveSecret(settings.pseudonymKeyArn));
  // While the function initializes; a failure is that of the first batch, which tries again.
  secret().catch(() => {});
  let deps: BatchProcessorDeps | undefined;
  const composed = {
    log,
    get deps() {
      deps ??= depsOf(settings, log, { ...effects, secret, confirmInFlight });
      return deps;
    },
    /** An SQS batch in, a partial batch response out. */
    async processBatch(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
      const asking = new AbortController();
      // On its way while the engine loads and the secret arrives. The engine finds a failure when it asks.
      const inFlight = confirmInFlight(event.Records, asking.signal);
      inFlight.catch(() => {});
      try {
        // It would wait for the engine to load.
        await untilSent(CONFIRMATION, inFlight);
        // Loads the engine and the message schemas, which nothing needs before the first batch.
        const { createBatchProcessor } = await import('../sqs/process-batch.ts');
        const asked = (_: unknown, signal: AbortSignal) => {
          signal.addEventListener('abort', () => asking.abort());
          return inFlight;
        };
        const deps = { ...composed.deps, confirmInFlight: asked as ConfirmInFlight };
        return await createBatchProcessor(deps)(event, context);
      } finally {
        asking.abort();
        await inFlight.catch(() => {});
      }
    },
  };
  return composed;
}

function depsOf(
  settings: Settings,
  log: LazyLog,
  {
    secret,
    ...effects
  }: Effects & {
    readonly secret: () => Promise<Uint8Array>;
    readonly confirmInFlight: ConfirmInFlight;
  },
): BatchProcessorDeps {
  const onError = (error: unknown) =>
    log.warn('some messages were not sent', { error: safeErrorFields(error) });
  const metrics = createMetrics({ stage: settings.stage, target: settings.targetKind });
  const { prepare: prepareQueues, ...queues } = createQueues(settings, onError);
  const observer = { clock: effects.clock, onCall: callMeter(metrics) };
  const directory = target.create(settings.ofTarget, observer);
  const client = composedOnce(withoutLog(new DynamoDBClient(tableClientSettings)));
  // While the first claim is written. More than the request would keep the table's response waiting.
  onceSent(() => directory.rehearseCreate?.('request'));
  const prepare = () =>
    Promise.all([directory.rehearseCreate?.('whole'), prepareQueues(), log.load(), metrics.load()]);
  const table = { client, tableName: settings.usersTableName };
  return {
    ...settings,
    ...effects,
    digests: once(async () => createDigests(await secret(), directory.id)),
    store: createUsersTable(table),
    scheduledHires: createScheduledTable({ client, tableName: settings.scheduledHiresTableName }),
    storedMarks: createStoredMarks(table),
    creationPlaces: placesOf(settings, table, effects),
    target: createPacedTarget(whileCreating(directory, prepare), effects),
    groupRules: accessRules && { ...accessRules, grantToExisting: settings.grantToExisting },
    ...queues,
    log,
    metrics,
  };
}

/** Kept for as long as the instance is: what one batch does not need, the next one has. */
function placesOf(
  { creationsPerHour: limit }: Settings,
  table: UsersTable,
  { clock }: Pick<Effects, 'clock'>,
): CreationPlaces | undefined {
  if (limit === undefined) return undefined;
  return createCreationPlaces({ budget: createCreationBudget(table), limit, clock });
}
