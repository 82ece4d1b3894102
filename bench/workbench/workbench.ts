import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { DEFAULT_TARGET } from '../../local/directories/directories.ts';
import type { LocalDirectory } from '../../local/directories/local-directory.ts';
import type { LocalDynamoDb } from '../../local/emulators/dynamodb.ts';
import type {
  EventSourceMapping,
  MappingDefinition,
} from '../../local/emulators/event-source-mapping/mapping.ts';
import {
  type FunctionDefinition,
  lambdaEnvironment,
  localCredentials,
} from '../../local/emulators/lambda/environment.ts';
import type { LocalFunction } from '../../local/emulators/lambda/function.ts';
import type { InvocationResult } from '../../local/emulators/lambda/instance.ts';
import { planDeployment } from '../../local/stack/deployment.ts';
import { type Service, startEmulators } from '../../local/stack/emulators.ts';
import { endpointSettings } from '../../local/stack/endpoint-settings.ts';
import { readOutputs, type StackOutputs } from '../../local/stack/outputs.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { createResourceContext } from '../../local/stack/resource-context.ts';
import { readPackage } from '../../local/stack/service-package.ts';
import type { Clock } from '../../src/provisioning/ports.ts';
import { addedMs } from '../latencies.ts';
import type { OperationTally } from '../proxy/messages.ts';
import { startDelayingProxy } from '../proxy/start.ts';
import {
  ALTERNATIVES,
  buildContenders,
  type Contender,
  PROBE_HANDLER,
} from './build-contenders.ts';
import { createInFlight } from './in-flight.ts';

/** A contender that can be invoked directly or by the queue. */
export interface Runner extends Contender {
  readonly run: LocalFunction;
  /** The queue of its messages. */
  readonly queueArn: string;
  /**
   * Invokes the function directly with an event, whose records get the receipts of messages in flight: Joiner does
   * nothing for others. The calls for that are not counted.
   */
  invoke(event: SQSEvent): Promise<InvocationResult>;
}

/** The packaged stack on emulators behind the delaying proxy. All contenders share it. */
export interface Workbench {
  /** The packaged function. */
  readonly joiner: Runner;
  /** Joiner first. */
  readonly runners: readonly Runner[];
  readonly outputs: StackOutputs;
  readonly mappingDefinition: MappingDefinition;
  /** Calls go through the proxy. */
  readonly sqs: SQSClient;
  createMapping(target: LocalFunction): EventSourceMapping;
  /** The environment of a process that calls the stack as the function does, through the proxy. */
  readonly settings: Readonly<Record<string, string>>;
  takeTally(): Promise<readonly OperationTally[]>;
  readonly dynamodb: Pick<LocalDynamoDb, 'endpoint' | 'load'>;
  readonly directory: LocalDirectory;
  /** Number of accounts in the directory. */
  accounts(): number;
  stop(): Promise<void>;
}

export interface WorkbenchOptions {
  /** The directory, as a value of TARGET. The alternatives support only the default one. */
  readonly target?: string;
  /** Settings that override those of the package. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Default: the latencies of latencies.ts. */
  readonly addedMs?: Readonly<Record<Service, number>>;
  /** If given, the directory is reached over TLS, at this distance. */
  readonly directoryRoundTripMs?: number;
  /** The directory's clock. */
  readonly clock?: Clock;
  /** Overrides the timeout of the package. */
  readonly timeoutSeconds?: number;
}

/** @param onLog receives every line that a function writes */
async function startWorkbench(
  onLog: (line: string) => void,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const { target = DEFAULT_TARGET, variables, clock, timeoutSeconds, ...delays } = options;
  const { region, stackName, template, groups, archivePath } = await readPackage(
    packageDirOf(target),
  );
  const identity = { accountId: '000000000000', region, stackName };
  const emulators = await startEmulators({ target, region, ...(clock && { clock }) });
  for (const group of groups) emulators.directory.addGroup(group);
  const proxy = await startDelayingProxy({ upstreams: emulators.endpoints, addedMs, ...delays });
  const context = createResourceContext({
    target,
    identity,
    // The mapping's calls go through the proxy too: polling and deleting are counted.
    emulators: { ...emulators, endpoints: proxy.endpoints },
    archivePath,
    functionEndpoints: proxy.endpoints,
    onLog,
  });
  const folder = await mkdtemp(join(tmpdir(), 'joiner-bench-'));
  const authority = await storeAuthority(proxy.authority, folder);

  const { outputs } = await planDeployment(template, identity).apply(context);
  const stackOutputs = readOutputs(outputs);
  const packaged = context.functions.get(stackOutputs.ProvisionFunctionName)?.definition;
  const mappingDefinition = context.feedings[0]?.mapping.definition;
  const { load } = emulators.dynamodb;
  if (!packaged || !mappingDefinition || !load)
    throw new Error('The package has no function with a queue, or its table cannot be filled.');

  function runnerOf(contender: Contender, base: FunctionDefinition, queueArn: string): Runner {
    const run = context.createFunction({
      ...base,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      name: `${base.name}-${contender.name}`,
      codeDir: contender.codeDir,
      handler: PROBE_HANDLER,
      variables: {
        ...base.variables,
        ...variables,
        ...authority,
        BENCH_HANDLER: contender.handler,
      },
    });
    context.functions.set(run.definition.name, run);
    const invoke = (event: SQSEvent) =>
      inFlight(event, (records) => run.invoke({ Records: records }));
    return { ...contender, run, queueArn, invoke };
  }

  const uncounted = new SQSClient({
    endpoint: emulators.endpoints.sqs,
    region,
    credentials: localCredentials,
  });
  const { NewHireQueueUrl } = stackOutputs;
  const inFlight = createInFlight(
    uncounted,
    NewHireQueueUrl.replace(proxy.endpoints.sqs, emulators.endpoints.sqs),
  );

  const others = target === DEFAULT_TARGET ? ALTERNATIVES : [];
  const contenders = await buildContenders(packaged, others, folder);
  const { queueArn } = mappingDefinition;
  const runners = contenders.map((contender) => runnerOf(contender, packaged, queueArn));
  const [joiner] = runners;
  if (!joiner) throw new Error('There is no Joiner among the contenders.');
  return {
    joiner,
    runners,
    outputs: stackOutputs,
    mappingDefinition,
    sqs: context.sqs,
    createMapping: (target) => context.createMapping(mappingDefinition, target),
    settings: lambdaEnvironment(packaged, endpointSettings(target, proxy.endpoints), ''),
    takeTally: proxy.takeTally,
    dynamodb: { endpoint: emulators.dynamodb.endpoint, load },
    directory: emulators.directory,
    accounts: () => emulators.directory.users().length,
    async stop() {
      uncounted.destroy();
      await context.close();
      await proxy.stop();
      await emulators.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The variables that make a function's process trust the directory's certificate. */
async function storeAuthority(
  authority: string | undefined,
  folder: string,
): Promise<Readonly<Record<string, string>>> {
  if (authority === undefined) return {};
  const path = join(folder, 'authority.pem');
  await writeFile(path, authority);
  return { NODE_EXTRA_CA_CERTS: path };
}

export async function withWorkbench<T>(
  onLog: (line: string) => void,
  use: (bench: Workbench) => Promise<T>,
  options: WorkbenchOptions = {},
): Promise<T> {
  const bench = await startWorkbench(onLog, options);
  try {
    return await use(bench);
  } finally {
    await bench.stop();
  }
}
