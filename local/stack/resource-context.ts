import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createEventSourceMapping } from '../emulators/event-source-mapping/mapping.ts';
import { localCredentials } from '../emulators/lambda/environment.ts';
import {
  createLocalFunction,
  type Invocation,
  type LocalFunction,
} from '../emulators/lambda/function.ts';
import { type FunctionCode, keepCode } from '../emulators/lambda/kept-code.ts';
import { unpack } from '../emulators/lambda/unpack.ts';
import type { Schedule } from '../emulators/schedule.ts';
import type { StackIdentity } from '../template/scope.ts';
import type { Feeding } from './consumption.ts';
import type { Emulators, Service } from './emulators.ts';
import { endpointSettings } from './endpoint-settings.ts';
import type { ResourceContext } from './resources/resource-type.ts';

export interface ResourceContextOptions {
  /** The directory, as a value of TARGET. */
  readonly target: string;
  readonly identity: StackIdentity;
  readonly emulators: Emulators;
  /** Path of the zip for a function's `Code.S3Key`. */
  readonly archivePath: (s3Key: string) => string;
  /** Folder that keeps unpacked and compiled code for the next stack. Default: none. */
  readonly keptCodeDir?: string | undefined;
  /** The endpoints that functions use. */
  readonly functionEndpoints: Readonly<Record<Service, string>>;
  /** The SQS endpoint that mappings use. Default: the emulator. */
  readonly pollingEndpoint?: string;
  readonly onLog: (line: string) => void;
  readonly onInvocation?: ((invocation: Invocation) => void) | undefined;
  /** How far the functions' clock is ahead. */
  readonly clockAheadMs?: (() => number) | undefined;
}

/** An empty context on running emulators. `close` stops functions and mappings, even while they work. */
export function createResourceContext(
  options: ResourceContextOptions,
): ResourceContext & { close(): Promise<void> } {
  const { identity, emulators, archivePath, keptCodeDir, functionEndpoints, onLog, onInvocation } =
    options;
  const { endpoints } = emulators;
  const pollingEndpoint = options.pollingEndpoint ?? endpoints.sqs;
  const settings = { region: identity.region, credentials: localCredentials };
  const sqs = new SQSClient({ ...settings, endpoint: endpoints.sqs });
  const dynamodb = new DynamoDBClient({ ...settings, endpoint: endpoints.dynamodb });
  const pollingSqs = new SQSClient({ ...settings, endpoint: pollingEndpoint });
  const functions = new Map<string, LocalFunction>();
  const feedings: Feeding[] = [];
  const schedules: Schedule[] = [];
  const codes = new Map<string, Promise<FunctionCode>>();

  return {
    identity,
    sqs,
    dynamodb,
    createLogGroup: emulators.logs.createGroup,
    createBucket(name, notified) {
      emulators.s3.createBucket(name);
      if (notified === undefined) return;
      emulators.s3.notify(name, (body) => emulators.sqs.deliver(notified, body));
    },
    queueUrls: new Map(),
    functions,
    feedings,
    schedules,
    codeOf(s3Key) {
      const path = archivePath(s3Key);
      const code =
        codes.get(s3Key) ??
        (keptCodeDir === undefined ? unpackToTempFolder(path) : keepCode(path, keptCodeDir));
      codes.set(s3Key, code);
      return code;
    },
    createFunction(definition) {
      // The SDK prefers the host of a queue URL to its endpoint setting, so both must agree.
      const variables = Object.entries(definition.variables).map(([name, value]) => [
        name,
        value.replaceAll(endpoints.sqs, functionEndpoints.sqs),
      ]);
      return createLocalFunction({
        definition: { ...definition, variables: Object.fromEntries(variables) },
        endpoints: endpointSettings(options.target, functionEndpoints),
        onLog: (line) => {
          emulators.logs.append(definition.logGroupName, line);
          onLog(line);
        },
        onInvocation,
        clockAheadMs: options.clockAheadMs,
      });
    },
    createMapping: (definition, target) =>
      createEventSourceMapping({
        definition: {
          ...definition,
          queueUrl: definition.queueUrl.replace(endpoints.sqs, pollingEndpoint),
        },
        sqs: pollingSqs,
        endLongPolls: emulators.sqs.endLongPolls,
        invoke: target.invoke,
        onLog,
      }),
    async close() {
      const paused = Promise.all(feedings.map(({ mapping }) => mapping.pause()));
      await Promise.all([...functions.values()].map((localFunction) => localFunction.stop()));
      await Promise.all([paused, ...schedules.map((schedule) => schedule.stop())]);
      sqs.destroy();
      pollingSqs.destroy();
      dynamodb.destroy();
      if (keptCodeDir !== undefined) return;
      const unpacked = await Promise.all(codes.values());
      await Promise.all(unpacked.map(({ codeDir }) => rm(codeDir, { recursive: true })));
    },
  };
}

async function unpackToTempFolder(archivePath: string): Promise<FunctionCode> {
  const codeDir = await mkdtemp(join(tmpdir(), `${basename(archivePath, '.zip')}-`));
  await unpack(archivePath, codeDir);
  return { codeDir };
}
