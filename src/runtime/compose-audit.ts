import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { accessRules } from '#access-rules';
import { createReader } from '#reader';
import { target } from '#target';
import joinerPackage from '../../package.json' with { type: 'json' };
import { AUDIT_METRICS, measuredOf } from '../audit/nightly/metrics.ts';
import { type NightlyDeps, runNightly, type StoredReport } from '../audit/nightly/run-nightly.ts';
import { createAuditBucket } from '../aws/audit-bucket.ts';
import { deriveSecret } from '../aws/derive-secret.ts';
import { createDigests } from '../provisioning/digests.ts';
import { safeErrorFields } from '../sqs/log-result.ts';
import { logEnd, logReport } from './audit-log.ts';
import { type AuditSettings, parseAuditSettings } from './audit-settings.ts';
import { awsClientSettings, withoutLog } from './aws-clients.ts';
import { generateMac } from './generate-mac.ts';
import { createLogger } from './loaded-later/powertools-logger.ts';
import { once } from './once.ts';

/** Before the run's end: nothing more is read, then all calls stop. Between them, 50 MB can be saved. */
const SAVE_BEFORE_END_MS = 60_000;
const CALLS_BEFORE_END_MS = 3_000;
const SAVE_TIMEOUT_MS = 30_000;

/**
 * Composes the nightly audit, a function of its own: its bundle has no part of the engine, and nothing in it writes to
 * the table or the directory.
 * @throws SettingsError when a setting is missing or invalid
 */
export function composeAudit(env: NodeJS.ProcessEnv) {
  const settings = parseAuditSettings(env);
  const logger = createLogger();
  const metrics = new Metrics({ defaultDimensions: { stage: settings.stage } });
  const measure = (measured: Iterable<readonly [string, number]>) => {
    for (const [name, value] of measured)
      metrics.addMetric(name, MetricUnit[AUDIT_METRICS[name]?.unit ?? 'Count'], value);
    metrics.publishStoredMetrics();
  };
  const deps = once(async () => ({
    ...(await depsOf(settings)),
    onAge: (ms: number) => measure([['Audit:age', ms / 1_000]]),
    onReport(stored: StoredReport) {
      measure(measuredOf(stored.report));
      logReport(stored, logger);
    },
  }));

  return {
    /**
     * One run, by the schedule of audits (`{ "audit": "begin" }`) or the rule that continues them.
     * @throws when a call fails. Lambda logs the error as it is, so it says nothing of the call's
     */
    async audit(event: unknown, context: Context): Promise<{ readonly outcome: string }> {
      logger.addContext(context);
      const remainingMs = context.getRemainingTimeInMillis();
      const timeout = (ms: number) => AbortSignal.timeout(Math.max(0, remainingMs - ms));
      try {
        const run = {
          asked: Object(event).audit === 'begin' ? ('begin' as const) : ('continue' as const),
          endsAtMs: Date.now() + remainingMs,
          reading: timeout(SAVE_BEFORE_END_MS),
          calls: timeout(CALLS_BEFORE_END_MS),
        };
        const end = await runNightly(run, await deps());
        logEnd(end, logger);
        return { outcome: end.kind };
      } catch (error) {
        logger.error('not audited', { error: safeErrorFields(error) });
        throw new Error('The run has failed, as the line before says. The next one continues.');
      }
    },
  };
}

async function depsOf(settings: AuditSettings): Promise<Omit<NightlyDeps, 'onAge' | 'onReport'>> {
  const secret = await deriveSecret((message) => generateMac(settings.pseudonymKeyArn, message));
  const clock = { now: () => Date.now() };
  const directory = target.create(settings.ofTarget, { clock, onCall: () => {} });
  const client = withoutLog(new DynamoDBClient(awsClientSettings));
  return {
    bucket: createAuditBucket({ client: bucketClient(), bucketName: settings.bucketName }),
    audit: {
      table: { client, tableName: settings.usersTableName },
      target: directory,
      reader: createReader(settings.ofTarget),
      digests: createDigests(secret, directory.id),
      clock,
      ruleGroups: [...(accessRules?.groups ?? [])],
    },
    audited: {
      stack: settings.stackName,
      target: directory.id,
      table: settings.usersTableName,
      rulesVersion: accessRules?.version ?? 'none',
      version: joinerPackage.version,
    },
    newId: randomUUID,
    pause: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
  };
}

function bucketClient(): S3Client {
  // The bucket's name is a part of the host's, which an emulator on an address does not have.
  const forcePathStyle = process.env['AWS_ENDPOINT_URL_S3'] !== undefined;
  const requestHandler = { ...awsClientSettings.requestHandler, requestTimeout: SAVE_TIMEOUT_MS };
  return withoutLog(new S3Client({ ...awsClientSettings, requestHandler, forcePathStyle }));
}
