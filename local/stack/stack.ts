import type { Clock } from '../../src/provisioning/ports.ts';
import { DEFAULT_TARGET } from '../directories/directories.ts';
import type { LocalDirectory } from '../directories/local-directory.ts';
import type { EventSourceMapping } from '../emulators/event-source-mapping/mapping.ts';
import { localCredentials } from '../emulators/lambda/environment.ts';
import type { Invocation, LocalFunction } from '../emulators/lambda/function.ts';
import { FunctionInitError, type InvocationResult } from '../emulators/lambda/instance.ts';
import { LocalStackError } from '../local-stack-error.ts';
import type { StackIdentity } from '../template/scope.ts';
import { type DeployedResource, planDeployment } from './deployment.ts';
import { type Service, startEmulators } from './emulators.ts';
import { endpointSettings } from './endpoint-settings.ts';
import { readOutputs, type StackOutputs } from './outputs.ts';
import { packageDirOf } from './packaging.ts';
import { createResourceContext } from './resource-context.ts';
import { readPackage } from './service-package.ts';

export interface LocalStackOptions {
  /** Folder that packaging left. Default: what `npm run package` left, for the default target. */
  readonly packageDir?: string;
  /** Folder that keeps queues, table and accounts from run to run. Default: all is in memory. */
  readonly dataDir?: string;
  /** 0 or none takes a free one. */
  readonly ports?: { readonly [S in Service]?: number };
  /** A DynamoDB that runs already, in place of the emulator; a table of the same name is taken over. */
  readonly dynamodbEndpoint?: string;
  /** The directory's clock, by which client tokens expire. */
  readonly clock?: Clock;
  /** Every line that a function writes, and JSON lines on what goes wrong around it. */
  readonly onLog?: (line: string) => void;
  readonly onInvocation?: (invocation: Invocation) => void;
  /** Puts something of the caller's between the functions and a service: answers its endpoint. */
  readonly interceptEndpoint?: (service: Service, endpoint: string) => string;
  /** The same between SQS and the mappings, which receive for the functions and delete what they processed. */
  readonly interceptPolling?: (endpoint: string) => string;
  /** Whether messages are consumed at once, as the template says. Default: true. */
  readonly consume?: boolean;
}

export interface LocalStack {
  readonly identity: StackIdentity;
  readonly outputs: StackOutputs;
  readonly endpoints: Readonly<Record<Service, string>>;
  /** Settings that point any AWS client at the stack. */
  readonly environment: Readonly<Record<string, string>>;
  /** Which directory, as TARGET names it. */
  readonly target: string;
  readonly directory: LocalDirectory;
  /** Every resource of the template by logical id, its functions evaluated. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
  /** What the template asks for that changes nothing here, one line each. */
  readonly withoutEffect: readonly string[];
  readonly consumption: {
    /** Loads the functions, then lets them consume. Throws a LocalStackError if one cannot be loaded. */
    start(): Promise<void>;
    /** Resolves once nothing is received any more and the invocations under way have ended. */
    pause(): Promise<void>;
    /** Whether anything is received: true again from `start` on, false from `pause` on. */
    isOn(): boolean;
  };
  readonly functions: {
    /** Past the queue: runs a function with an event. */
    invoke(functionName: string, event: unknown): Promise<InvocationResult>;
    /** SIGKILL to every process that runs a function. Invocations under way fail; the next start anew. */
    kill(): Promise<void>;
    /**
     * SIGSTOP to every process in the middle of an invocation: it stands still, wherever it is.
     * Answers what lets them all go on.
     */
    freeze(): () => void;
    /** Processes that run now, idle ones too. */
    processes(): number;
  };
  /** Ends everything at once: messages that are being processed come again after their visibility timeout. */
  stop(): Promise<void>;
}

const ACCOUNT_ID = '000000000000';

/**
 * Stands up what the packaged template declares, on emulators in this process, and runs the packaged
 * functions with only the endpoint settings changed.
 *
 * Throws a LocalStackError (no package, a port in use, a function that cannot be loaded) or a
 * TemplateError (something in the template that has no counterpart here), having stopped what it started.
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<LocalStack> {
  const servicePackage = await readPackage(options.packageDir ?? packageDirOf(DEFAULT_TARGET));
  const { region, stackName, target } = servicePackage;
  const identity = { accountId: ACCOUNT_ID, region, stackName };
  const plan = planDeployment(servicePackage.template, identity);

  const emulators = await startEmulators({ ...options, target, region });
  const { endpoints, directory } = emulators;
  const context = createResourceContext({
    target,
    identity,
    emulators,
    archivePath: servicePackage.archivePath,
    functionEndpoints: intercepted(endpoints, options.interceptEndpoint),
    pollingEndpoint: options.interceptPolling?.(endpoints.sqs) ?? endpoints.sqs,
    onLog: options.onLog ?? (() => {}),
    onInvocation: options.onInvocation,
  });

  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= context.close().finally(emulators.stop);
    return stopping;
  };

  let isConsuming = false;

  async function consume(mappings: readonly EventSourceMapping[]): Promise<void> {
    if (mappings.length === 0) return;
    await Promise.all([...context.functions.values()].map(load));
    if (stopping) throw new LocalStackError('The local stack is stopped.');
    for (const mapping of mappings) mapping.start();
    isConsuming = true;
  }

  try {
    const { resources, outputs } = await plan.carryOut(context);
    const stackOutputs = readOutputs(outputs);
    const enabled = context.mappings.filter(({ definition }) => definition.enabled);
    if (options.consume ?? true) await consume(enabled);
    return {
      identity,
      outputs: stackOutputs,
      endpoints,
      environment: environmentOf(region, target, endpoints),
      target,
      directory,
      resources,
      withoutEffect: plan.withoutEffect,
      consumption: {
        start: () => consume(context.mappings),
        async pause() {
          isConsuming = false;
          await Promise.all(context.mappings.map((mapping) => mapping.pause()));
        },
        isOn: () => isConsuming,
      },
      functions: functionsOf(context.functions),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function intercepted(
  { sqs, dynamodb, directory }: LocalStack['endpoints'],
  intercept: LocalStackOptions['interceptEndpoint'] = (_, endpoint) => endpoint,
): LocalStack['endpoints'] {
  return {
    sqs: intercept('sqs', sqs),
    dynamodb: intercept('dynamodb', dynamodb),
    directory: intercept('directory', directory),
  };
}

async function load(localFunction: LocalFunction): Promise<void> {
  try {
    await localFunction.warm();
  } catch (cause) {
    if (!(cause instanceof FunctionInitError)) throw cause;
    const { name } = localFunction.definition;
    throw new LocalStackError(`The function ${name} cannot be loaded. ${cause.message}`, { cause });
  }
}

function environmentOf(
  region: string,
  target: string,
  endpoints: LocalStack['endpoints'],
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
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
