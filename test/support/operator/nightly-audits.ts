import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { LocalStackOptions } from '../../../local/stack/stack.ts';
import { HOUR_MS } from '../bodies/hires.ts';
import { type InterceptingProxy, startInterceptingProxy } from '../http/intercepting-proxy.ts';
import { type AuditedStack, startAuditedStack } from './audited-stack.ts';

/** A stack whose packaged function audits it, on a clock that a test moves, with a proxy in front of
 * all but its directory. */
export interface NightlyAudits extends AuditedStack {
  readonly proxy: InterceptingProxy;
  /** One run of the function; its outcome, or `failed`. */
  run(asked: 'begin' | 'continue'): Promise<string>;
  /** Moves the function's clock. */
  advance(ms: number): void;
  /** Begins an audit and takes it to its end, over the wait. */
  auditNightly(): Promise<void>;
  /** The keys of the objects of the bucket. */
  keys(): Promise<readonly string[]>;
  object(key: string): Promise<string>;
  /** The reports of all audits so far, oldest first, each as a file. */
  reports(): Promise<readonly string[]>;
  /** The log lines of the function that have this field. */
  loggedWith(field: string): readonly Record<string, unknown>[];
}

/** So that the next run is due, whatever the one before has left: a claim, or a wait for the second look. */
export const UNTIL_DUE_MS = HOUR_MS;

export async function startNightlyAudits(
  target: string,
  options: LocalStackOptions = {},
): Promise<NightlyAudits> {
  const proxy = await startInterceptingProxy();
  let clockAheadMs = 0;
  const stack = await startAuditedStack(target, {
    clockAheadMs: () => clockAheadMs,
    // The URL of a SCIM server is a part of every key.
    interceptEndpoint: (service, endpoint) =>
      service === 'directory' ? endpoint : proxy.intercept(service, endpoint),
    ...options,
  });
  const { AuditFunctionName = '', AuditBucketName: Bucket } = stack.operated.outputs;
  const { s3 } = stack.operated.clients;

  const advance = (ms: number) => {
    clockAheadMs += ms;
  };
  const run: NightlyAudits['run'] = async (audit) => {
    const result = await stack.stack.functions.invoke(AuditFunctionName, { audit });
    return result.kind === 'failed' ? 'failed' : Object(result.payload).outcome;
  };
  const object = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const keys = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return Contents.map(({ Key = '' }) => Key);
  };

  return {
    ...stack,
    proxy,
    run,
    advance,
    keys,
    object,
    async auditNightly() {
      advance(24 * HOUR_MS);
      const outcome = await run('begin');
      if (outcome !== 'saved') return;
      advance(UNTIL_DUE_MS);
      await run('continue');
    },
    async reports() {
      const ofReports = (await keys()).filter((key) => key.startsWith('reports/'));
      return Promise.all(ofReports.toSorted().map(object));
    },
    loggedWith: (field) =>
      stack.log
        .filter((line) => line.startsWith('{') && line.includes(`"${field}":`))
        .map((line): Record<string, unknown> => JSON.parse(line)),
    async stop() {
      await stack.stop();
      await proxy.stop();
    },
  };
}

/** What a report says, without its last line. */
export function contentOf(report: string) {
  return JSON.parse(report.split('\nsha256 ')[0] ?? '');
}
