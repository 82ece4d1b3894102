import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../src/provisioning/ports.ts';
import { directoryKind } from '../directories/directories.ts';
import type { LocalDirectory } from '../directories/local-directory.ts';
import { type LocalDynamoDb, startDynamoDb } from '../emulators/dynamodb.ts';
import { startKms } from '../emulators/kms.ts';
import { type LocalLogs, startLogs } from '../emulators/logs.ts';
import { makeFolder } from '../emulators/make-folder.ts';
import { type LocalS3, startS3 } from '../emulators/s3.ts';
import { type LocalSqs, startSqs } from '../emulators/sqs.ts';
import { LocalStackError } from '../local-stack-error.ts';

/** What a function calls. */
export type Service = 'sqs' | 'dynamodb' | 's3' | 'kms' | 'directory';

export interface EmulatorOptions {
  /** The directory, as a value of TARGET. */
  readonly target: string;
  readonly region: string;
  /** Default 0: a free port. */
  readonly ports?: { readonly [S in Service]?: number };
  readonly dataDir?: string;
  /** A running DynamoDB to use instead of the emulator. */
  readonly dynamodbEndpoint?: string;
  /** The directory's clock. */
  readonly clock?: Clock;
}

export interface Emulators {
  readonly endpoints: Readonly<Record<Service, string>>;
  /** Only `endpoint` if the caller provided a running DynamoDB. */
  readonly dynamodb: Pick<LocalDynamoDb, 'endpoint'> & Partial<LocalDynamoDb>;
  readonly sqs: LocalSqs;
  readonly s3: LocalS3;
  /** Of `joiner`: no function calls it. */
  readonly logs: LocalLogs;
  readonly directory: LocalDirectory;
  stop(): Promise<void>;
}

/**
 * Starts a server per service. After an error, stops those that it started.
 * @throws LocalStackError when a port is taken or the data folder cannot be used
 */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  const { target, region, ports = {}, dataDir, dynamodbEndpoint, clock } = options;
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
  };

  async function start<T extends { stop(): Promise<void> }>(
    service: Service,
    startServer: (common: { port: number; dataDir?: string }) => Promise<T>,
    name: string = service,
  ): Promise<T> {
    const port = ports[service] ?? 0;
    const folder = dataDir === undefined ? {} : { dataDir: join(dataDir, name) };
    try {
      if (folder.dataDir !== undefined) await makePrivateFolder(folder.dataDir);
      const server = await startServer({ port, ...folder });
      started.push(server);
      return server;
    } catch (cause) {
      await stop();
      throw explainStartError(service, port, dataDir, cause);
    }
  }

  // DynamoDB first: only its emulator notices that another stack uses the data folder.
  const dynamodb =
    dynamodbEndpoint === undefined
      ? await start('dynamodb', startDynamoDb)
      : { endpoint: dynamodbEndpoint };
  const sqs = await start('sqs', (common) => startSqs({ region, ...common }));
  const s3 = await start('s3', (common) => startS3({ region, ...common }));
  const kms = await start('kms', ({ port }) => startKms({ port, region }));
  const logs = await startLogs({ port: 0, region });
  started.push(logs);
  const directory = await start(
    'directory',
    (common) => directoryKind(target).start({ region, ...common, ...(clock && { clock }) }),
    target,
  );
  return {
    endpoints: {
      sqs: sqs.endpoint,
      dynamodb: dynamodb.endpoint,
      s3: s3.endpoint,
      kms: kms.endpoint,
      directory: directory.endpoint,
    },
    dynamodb,
    sqs,
    s3,
    logs,
    directory,
    stop,
  };
}

/** Also for what an earlier version left in it, readable by others. Fails if the folder is another user's. */
async function makePrivateFolder(path: string): Promise<void> {
  await makeFolder(path);
  await chmod(path, 0o700);
}

function explainStartError(
  service: Service,
  port: number,
  dataDir: string | undefined,
  cause: unknown,
) {
  const { code, syscall } = Object(cause);
  if (code === 'EADDRINUSE')
    return new LocalStackError(
      `Port ${port}, for ${service}, is in use: stop the program that uses it, or choose another port.`,
      { cause },
    );
  if (dataDir === undefined || syscall === 'listen') return cause;
  const reason = reasonOf(cause);
  // leveldb's message when another process uses its folder.
  const remedy = /lock/i.test(reason)
    ? 'stop the other stack that uses it'
    : 'check that it is writable and has free space';
  return new LocalStackError(
    `The data folder ${dataDir} cannot be used (${reason}): ${remedy}, or choose another folder.`,
    { cause },
  );
}

/** The message of the root cause, which is the system's error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
