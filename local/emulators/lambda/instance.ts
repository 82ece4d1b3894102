import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FunctionCode } from './kept-code.ts';
import type { ChildMessage, FunctionError, InvokeMessage } from './messages.ts';

export type InvocationResult =
  | { readonly kind: 'returned'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly error: FunctionError };

/** A process that runs a function, one invocation at a time. */
export interface FunctionInstance {
  /**
   * Resolves when the handler is loaded. Rejects with a FunctionInitError when it cannot be; the
   * process has then ended.
   */
  readonly ready: Promise<void>;
  /** Resolves when the process has ended, for any reason. */
  readonly exited: Promise<void>;
  /** false once the process has ended or is being killed. */
  isUsable(): boolean;
  /** Never rejects. After `timeoutMs` the process is killed and the invocation fails. */
  invoke(message: InvokeMessage, timeoutMs: number): Promise<InvocationResult>;
  /** Sends SIGSTOP: the process pauses until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Sends SIGKILL. Resolves when the process has ended. */
  kill(): Promise<void>;
}

export interface InstanceOptions extends FunctionCode {
  readonly environment: Readonly<Record<string, string>>;
  /** Time limit for loading the handler, in milliseconds. */
  readonly initTimeoutMs: number;
  readonly onLog: (line: string) => void;
}

/** The function cannot be loaded. The message is that of its own code or of Node.js. */
export class FunctionInitError extends Error {
  override readonly name = 'FunctionInitError';
  readonly detail: FunctionError;

  constructor(detail: FunctionError) {
    super(`${detail.errorType}: ${detail.errorMessage}`);
    this.detail = detail;
  }
}

type ChildOutcome = ChildMessage | { readonly kind: 'exited'; readonly error: FunctionError };

const MAX_ERROR_LINES = 20;

export function startInstance(options: InstanceOptions): FunctionInstance {
  const { codeDir, compiledDir, environment } = options;
  const child = fork(new URL('./child.ts', import.meta.url), [], {
    cwd: codeDir,
    env: { ...environment, ...(compiledDir && { NODE_COMPILE_CACHE: compiledDir }) },
    // Does not inherit this process's flags.
    execArgv: [],
    silent: true,
    // Ctrl-C signals the terminal's whole process group, but only the stack may end its functions.
    detached: true,
  });
  const errorLines: string[] = [];
  let usable = true;
  let timedOutAfterMs: number | undefined;

  if (child.stdout) createInterface(child.stdout).on('line', options.onLog);
  if (child.stderr) createInterface(child.stderr).on('line', keepErrorLine);

  function keepErrorLine(line: string): void {
    errorLines.push(line);
    if (errorLines.length > MAX_ERROR_LINES) errorLines.shift();
    options.onLog(line);
  }

  const exit = new Promise<FunctionError>((resolve) => {
    child.on('error', (error) => resolve(exitError(error.message)));
    child.once('close', (code, signal) =>
      resolve(exitError(signal ? `signal: ${signal}` : `exit status ${code}`)),
    );
  });
  const exited = exit.then(() => {
    usable = false;
  });

  function kill(): Promise<void> {
    usable = false;
    child.kill('SIGKILL');
    return exited;
  }

  /** The next message of the process, or the error with which it ended. */
  function nextOutcome(timeoutMs: number): Promise<ChildOutcome> {
    const timer = setTimeout(() => {
      timedOutAfterMs = timeoutMs;
      void kill();
    }, timeoutMs);
    const message = new Promise<ChildOutcome>((resolve) => child.once('message', resolve));
    const end = exit.then<ChildOutcome>((error) => ({
      kind: 'exited',
      error: timedOutAfterMs === undefined ? error : timeoutError(timedOutAfterMs),
    }));
    return Promise.race([message, end]).finally(() => clearTimeout(timer));
  }

  async function initialize(): Promise<void> {
    const outcome = await nextOutcome(options.initTimeoutMs);
    if (outcome.kind === 'ready') return;
    await kill();
    throw new FunctionInitError(initErrorOf(outcome, errorLines));
  }

  return {
    ready: initialize(),
    exited,
    isUsable: () => usable,
    async invoke(message, timeoutMs) {
      const outcome = nextOutcome(timeoutMs);
      // Sending to a process that has ended fails. The error is ignored: the outcome explains more.
      child.send(message, () => {});
      return resultOf(await outcome);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
  };
}

function resultOf(outcome: ChildOutcome): InvocationResult {
  if (outcome.kind === 'failed' || outcome.kind === 'exited')
    return { kind: 'failed', error: outcome.error };
  const { payload = 'null' } = outcome.kind === 'returned' ? outcome : {};
  return { kind: 'returned', payload: JSON.parse(payload) };
}

function initErrorOf(outcome: ChildOutcome, errorLines: readonly string[]): FunctionError {
  if (outcome.kind === 'init-failed') return outcome.error;
  const { errorType, errorMessage } =
    outcome.kind === 'exited' ? outcome.error : exitError('unexpected message');
  return { errorType, errorMessage: [errorMessage, ...errorLines].join('\n') };
}

function exitError(reason: string): FunctionError {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `Runtime exited with error: ${reason}`,
  };
}

function timeoutError(timeoutMs: number): FunctionError {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}
