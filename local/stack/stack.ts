import type { Clock } from '../../src/provisioning/ports.ts';
import { DEFAULT_TARGET } from '../directories/directories.ts';
import type { LocalDirectory } from '../directories/local-directory.ts';
import { localCredentials } from '../emulators/lambda/environment.ts';
import type { Invocation, LocalFunction } from '../emulators/lambda/function.ts';
import type { InvocationResult } from '../emulators/lambda/instance.ts';
import { LocalStackError } from '../local-stack-error.ts';
import type { StackIdentity } from '../template/scope.ts';
import { type Consumption, createConsumption } from './consumption.ts';
import { type DeployedResource, planDeployment } from './deployment.ts';
import { type Emulators, type Service, startEmulators } from './emulators.ts';
import { endpointSettings } from './endpoint-settings.ts';
import { readOutputs, type StackOutputs } from './outputs.ts';
import { packageDirOf } from './packaging.ts';
import { createResourceContext } from './resource-context.ts';
import { readPackage, type ServicePackage } from './service-package.ts';

export interface LocalStackOptions {
  /** Package folder. Default: that of `npm run package`. */
  readonly packageDir?: string;
  /** A package that is read already, such as a template of a release with its zips. In place of the folder. */
  readonly servicePackage?: ServicePackage;
  /** Folder that keeps unpacked and compiled code for the next stack. Default: none, all is unpacked again. */
  readonly keptCodeDir?: string;
  /** Folder that stores queues, table and accounts between runs. Default: memory only. */
  readonly dataDir?: string;
  /** Default 0: a free port. */
  readonly ports?: { readonly [S in Service]?: number };
  /** A running DynamoDB to use instead of the emulator, with its table of the same name if it exists. */
  readonly dynamodbEndpoint?: string;
  /** The directory's clock, which decides when client tokens expire. */
  readonly clock?: Clock;
  /** How far the functions' clock is ahead of this machine's, asked at each invocation. Default: not at all. */
  readonly clockAheadMs?: () => number;
  /** Whether rules start functions: at once, and then by their schedules. Default: false. */
  readonly schedules?: boolean;
  /** Receives every line that a function writes, and JSON lines about errors of invocations and polling. */
  readonly onLog?: (line: string) => void;
  readonly onInvocation?: (invocation: Invocation) => void;
  /** Returns the endpoint that functions use for a service: a proxy of the caller, for example. */
  readonly interceptEndpoint?: (service: Service, endpoint: string) => string;
  /** Returns the SQS endpoint that mappings use to receive and delete messages. */
  readonly interceptPolling?: (endpoint: string) => string;
  /** Whether consumption starts with the stack, where the template enables it. Default: true. */
  readonly consume?: boolean;
  /** Whether intake starts with the stack. Default: false. */
  readonly intake?: boolean;
}

export interface LocalStack {
  readonly identity: StackIdentity;
  readonly outputs: StackOutputs;
  readonly endpoints: Readonly<Record<Service, string>>;
  /** Settings that point any AWS client at the stack. */
  readonly environment: Readonly<Record<string, string>>;
  /** The directory, as a value of TARGET. */
  readonly target: string;
  readonly directory: LocalDirectory;
  /** Every resource of the template by logical id, with evaluated properties. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
  /** Properties of the template without effect here, one line each. */
  readonly withoutEffect: readonly string[];
  /** From the new-hire queue. */
  readonly consumption: Consumption;
  /** From the queues of intake. */
  readonly intake: Consumption;
  readonly functions: {
    /** Invokes a function directly with an event, without the queue. */
    invoke(functionName: string, event: unknown): Promise<InvocationResult>;
    /**
     * Sends SIGKILL to every function process. Running invocations fail; the next ones start new
     * processes.
     */
    kill(): Promise<void>;
    /**
     * Sends SIGSTOP to every process that runs an invocation, at any point of its work.
     * Returns a function that resumes them.
     */
    freeze(): () => void;
    /** Number of running processes, including idle ones. */
    processes(): number;
  };
  /** Stops everything immediately. Messages in process are received again after their visibility timeout. */
  stop(): Promise<void>;
}

const ACCOUNT_ID = '000000000000';

/**
 * Deploys the packaged template to emulators in this process, and runs the packaged functions. Only the
 * endpoint settings differ from a deployment. After an error, stops everything that it started.
 *
 * @throws LocalStackError when there is no package, a port is in use or a function cannot be loaded
 * @throws TemplateError when the template has something that the local stack does not support
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const servicePackage =
    options.servicePackage ??
    (await readPackage(options.packageDir ?? packageDirOf(DEFAULT_TARGET)));
  const { region, stackName, target, groups } = servicePackage;
  const identity = { accountId: ACCOUNT_ID, region, stackName };
  const plan = planDeployment(servicePackage.template, identity);

  const emulators = await startEmulators({ ...options, target, region });
  const { endpoints, directory } = emulators;
  // Where the function is deployed, the groups are there before their rules.
  for (const group of groups) directory.addGroup(group);
  const context = createResourceContext({
    target,
    identity,
    emulators,
    archivePath: servicePackage.archivePath,
    keptCodeDir: options.keptCodeDir,
    functionEndpoints: intercepted(endpoints, options.interceptEndpoint),
    pollingEndpoint: options.interceptPolling?.(endpoints.sqs) ?? endpoints.sqs,
    onLog: options.onLog ?? (() => {}),
    onInvocation: options.onInvocation,
    clockAheadMs: options.clockAheadMs,
  });

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= context.close().finally(emulators.stop);
    return stopping;
  };

  try {
    const { resources, outputs } = await plan.apply(context);
    const stackOutputs = readOutputs(outputs);
    const feeding = (ofHires: boolean) =>
      context.feedings.filter(
        ({ target: { definition } }) =>
          (definition.name === stackOutputs.ProvisionFunctionName) === ofHires,
      );
    const consumption = createConsumption(feeding(true), () => stopping !== undefined);
    const intake = createConsumption(feeding(false), () => stopping !== undefined);
    const isEnabled = context.feedings.every(({ mapping }) => mapping.definition.enabled);
    if (isEnabled && (options.consume ?? true)) await consumption.start();
    if (isEnabled && options.intake) await intake.start();
    if (options.schedules) for (const schedule of context.schedules) schedule.start();
    return {
      identity,
      outputs: stackOutputs,
      endpoints,
      environment: environmentOf(region, target, emulators),
      target,
      directory,
      resources,
      withoutEffect: plan.withoutEffect,
      consumption,
      intake,
      functions: functionsOf(context.functions),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function intercepted(
  { sqs, dynamodb, s3, kms, directory }: LocalStack['endpoints'],
  intercept: LocalStackOptions['interceptEndpoint'] = (_, endpoint) => endpoint,
): LocalStack['endpoints'] {
  return {
    sqs: intercept('sqs', sqs),
    dynamodb: intercept('dynamodb', dynamodb),
    s3: intercept('s3', s3),
    kms: intercept('kms', kms),
    directory: intercept('directory', directory),
  };
}

function environmentOf(
  region: string,
  target: string,
  { endpoints, logs }: Emulators,
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    // The function itself does not call it: Lambda writes its log.
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.endpoint,
    ...endpointSettings(target, endpoints),
  };
}

function functionsOf(functions: ReadonlyMap<string, LocalFunction>): LocalStack['functions'] {
  const all = () => [...functions.values()];
  return {
    async invoke(functionName, event) {
      const localFunction = functions.get(functionName);
      if (!localFunction) throw new LocalStackError(`No function is called ${functionName}.`);
      return localFunction.invoke(event);
    },
    async kill() {
      await Promise.all(all().map((localFunction) => localFunction.kill()));
    },
    freeze() {
      const thaws = all().map((localFunction) => localFunction.freeze());
      return () => {
        for (const thaw of thaws) thaw();
      };
    },
    processes: () => all().reduce((sum, localFunction) => sum + localFunction.processes(), 0),
  };
}
