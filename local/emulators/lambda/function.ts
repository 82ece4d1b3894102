import { randomUUID } from 'node:crypto';
import { type FunctionDefinition, lambdaEnvironment } from './environment.ts';
import {
  FunctionInitError,
  type FunctionInstance,
  type InvocationResult,
  startInstance,
} from './instance.ts';

/** Runs a function like Lambda: one process per concurrent invocation. Processes are reused. */
export interface LocalFunction {
  readonly definition: FunctionDefinition;
  /**
   * Starts one process and loads the handler, as the first invocation would.
   * @throws FunctionInitError when the handler cannot be loaded
   */
  warm(): Promise<void>;
  /** Never rejects: an error of the function is a failed invocation. */
  invoke(event: unknown): Promise<InvocationResult>;
  /** Sends SIGKILL to every process. Running invocations fail; the next one starts a new process. */
  kill(): Promise<void>;
  /** Sends SIGSTOP to every process that is not idle. Returns a function that resumes them. */
  freeze(): () => void;
  /** Kills all processes and starts no new ones. */
  stop(): Promise<void>;
  /** Number of running processes, including idle ones. */
  processes(): number;
}

export interface LocalFunctionOptions {
  readonly definition: FunctionDefinition;
  readonly endpoints: Readonly<Record<string, string>>;
  /** Receives every line that the function writes, and one JSON line per failed invocation. */
  readonly onLog: (line: string) => void;
  readonly onInvocation?: ((invocation: Invocation) => void) | undefined;
  /** How far the function's clock is ahead, asked at each invocation. Default: not at all. */
  readonly clockAheadMs?: (() => number) | undefined;
}

/** Lambda's own metrics of an invocation. */
export interface Invocation {
  readonly functionName: string;
  readonly durationMs: number;
  readonly hasFailed: boolean;
}

/** Lambda's limit for loading a handler. */
const INIT_TIMEOUT_MS = 10_000;

const stoppedError = { errorType: 'Stopped', errorMessage: 'The local stack is stopping' };

export function createLocalFunction(options: LocalFunctionOptions): LocalFunction {
  const { definition, endpoints, onLog } = options;
  const running = new Set<FunctionInstance>();
  const idle = new Set<FunctionInstance>();
  let stopped = false;

  function start(): FunctionInstance {
    const instance = startInstance({
      codeDir: definition.codeDir,
      compiledDir: definition.compiledDir,
      environment: lambdaEnvironment(definition, endpoints, logStreamName(new Date())),
      initTimeoutMs: INIT_TIMEOUT_MS,
      onLog,
    });
    running.add(instance);
    void instance.exited.then(() => {
      running.delete(instance);
      idle.delete(instance);
    });
    return instance;
  }

  function take(): FunctionInstance {
    for (const instance of idle) {
      idle.delete(instance);
      if (instance.isUsable()) return instance;
    }
    return start();
  }

  async function kill(): Promise<void> {
    await Promise.all([...running].map((instance) => instance.kill()));
  }

  async function run(event: unknown, requestId: string): Promise<InvocationResult> {
    if (stopped) return { kind: 'failed', error: stoppedError };
    const instance = take();
    try {
      await instance.ready;
    } catch (error) {
      if (error instanceof FunctionInitError) return { kind: 'failed', error: error.detail };
      throw error;
    }
    const timeoutMs = definition.timeoutSeconds * 1000;
    const result = await instance.invoke(
      {
        event,
        requestId,
        functionArn: definition.arn,
        deadlineMs: Date.now() + timeoutMs,
        clockAheadMs: options.clockAheadMs?.() ?? 0,
      },
      timeoutMs,
    );
    if (instance.isUsable()) idle.add(instance);
    return result;
  }

  return {
    definition,
    async warm() {
      if (stopped) return;
      const instance = take();
      await instance.ready;
      idle.add(instance);
    },
    async invoke(event) {
      const requestId = randomUUID();
      const startedAtMs = performance.now();
      const result = await run(event, requestId);
      options.onInvocation?.({
        functionName: definition.name,
        durationMs: performance.now() - startedAtMs,
        hasFailed: result.kind === 'failed',
      });
      if (result.kind === 'failed' && !stopped) {
        onLog(failureLine(definition.name, requestId, result.error));
      }
      return result;
    },
    kill,
    freeze() {
      const busy = [...running].filter((instance) => !idle.has(instance));
      for (const instance of busy) instance.freeze();
      return () => {
        for (const instance of busy) instance.thaw();
      };
    },
    stop() {
      stopped = true;
      return kill();
    },
    processes: () => running.size,
  };
}

function failureLine(functionName: string, requestId: string, error: object): string {
  const message = 'The invocation failed';
  return JSON.stringify({ level: 'ERROR', message, functionName, requestId, ...error });
}

function logStreamName(now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}
