import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ChildMessage, FunctionError, InvokeMessage } from './messages.ts';

export type InvocationResult =
  | { readonly kind: 'returned'; readonly payload: unknown }
  | { readonly kind: 'failed'; readonly error: FunctionError };

/** One process that runs a function, one invocation at a time. */
export interface FunctionInstance {
  /** Resolves once the handler is loaded; rejects with a FunctionInitError, the process then being gone. */
  readonly ready: Promise<void>;
  /** Resolves once the process is gone, for whatever reason. */
  readonly gone: Promise<void>;
  /** False once the process is gone or about to go. */
  isUsable(): boolean;
  /** Never rejects. After `timeoutMs` the process is killed and the invocation has failed. */
  invoke(message: InvokeMessage, timeoutMs: number): Promise<InvocationResult>;
  /** SIGSTOP: the process stands still until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** SIGKILL; resolves once the process is gone. */
  kill(): Promise<void>;
}

export interface InstanceOptions {
  readonly codeDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds for loading the handler. */
  readonly initTimeoutMs: number;
  readonly onLog: (line: string) => void;
}

/** The function could not be loaded; the message is what its own code, or Node.js, said. */
export class FunctionInitError extends Error {
  override readonly name = 'FunctionInitError';
  readonly detail: FunctionError;

  constructor(detail: FunctionError) {
    super(`${detail.errorType}: ${detail.errorMessage}`);
    this.detail = detail;
  }
}

type Answer = ChildMessage | { readonly kind: 'gone'; readonly error: FunctionError };

const KEPT_ERROR_LINES = 20;

export function startInstance(options: InstanceOptions): FunctionInstance {
  const child = fork(new URL('./child.ts', import.meta.url), [], {
    cwd: options.codeDir,
    env: { ...options.environment },
    // The flags of whoever started the stack are no part of Lambda. The one here hides that early
    // releases of Node.js 24 warn of running TypeScript.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    silent: true,
    // Ctrl-C reaches every process of the terminal's group: here the stack alone ends its functions.
    detached: true,
  });
  const errorLines: string[] = [];
  let usable = true;
  let timedOutAfterMs: number | undefined;

  if (child.stdout) createInterface(child.stdout).on('line', options.onLog);
  if (child.stderr) createInterface(child.stderr).on('line', keepErrorLine);

  function keepErrorLine(line: string): void {
    errorLines.push(line);
    if (errorLines.length > KEPT_ERROR_LINES) errorLines.shift();
    options.onLog(line);
  }

  const exit = new Promise<FunctionError>((resolve) => {
    child.on('error', (error) => resolve(exitError(error.message)));
    child.once('close', (code, signal) =>
      resolve(exitError(signal ? `signal: ${signal}` : `exit status ${code}`)),
    );
  });
  const gone = exit.then(() => {
    usable = false;
  });

  function kill(): Promise<void> {
    usable = false;
    child.kill('SIGKILL');
    return gone;
  }

  /** What the process says next, or why it says nothing any more. */
  function nextAnswer(timeoutMs: number): Promise<Answer> {
    const timer = setTimeout(() => {
      timedOutAfterMs = timeoutMs;
      void kill();
    }, timeoutMs);
    const message = new Promise<Answer>((resolve) => child.once('message', resolve));
    const end = exit.then<Answer>((error) => ({
      kind: 'gone',
      error: timedOutAfterMs === undefined ? error : timeoutError(timedOutAfterMs),
    }));
    return Promise.race([message, end]).finally(() => clearTimeout(timer));
  }

  async function initialize(): Promise<void> {
    const answer = await nextAnswer(options.initTimeoutMs);
    if (answer.kind === 'ready') return;
    await kill();
    throw new FunctionInitError(initErrorOf(answer, errorLines));
  }

  return {
    ready: initialize(),
    gone,
    isUsable: () => usable,
    async invoke(message, timeoutMs) {
      const answer = nextAnswer(timeoutMs);
      // A process that is gone cannot be sent anything; the answer says so, better than the sending.
      child.send(message, () => {});
      return resultOf(await answer);
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
  };
}

function resultOf(answer: Answer): InvocationResult {
  if (answer.kind === 'failed' || answer.kind === 'gone')
    return { kind: 'failed', error: answer.error };
  const { payload = 'null' } = answer.kind === 'returned' ? answer : {};
  return { kind: 'returned', payload: JSON.parse(payload) };
}

function initErrorOf(answer: Answer, errorLines: readonly string[]): FunctionError {
  if (answer.kind === 'init-failed') return answer.error;
  const { errorType, errorMessage } =
    answer.kind === 'gone' ? answer.error : exitError('unexpected answer');
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
