/**
 * Runs one packaged function in a process of its own, one invocation at a time: the role of Lambda's
 * runtime. All its settings come from the environment, as in Lambda.
 */
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChildMessage, FunctionError, InvokeMessage } from './messages.ts';

/** The machine's: requests are signed and deadlines are kept by it. */
const realNow = Date.now;

type Handler = (event: unknown, context: object) => unknown;

function setting(name: string): string {
  return process.env[name] ?? '';
}

async function loadHandler(): Promise<Handler> {
  const [file = '', exportName = ''] = splitHandler(setting('_HANDLER'));
  const stem = join(setting('LAMBDA_TASK_ROOT'), file);
  const path = ['.js', '.mjs', '.cjs'].map((suffix) => stem + suffix).find(existsSync);
  if (!path) throw runtimeError('Runtime.ImportModuleError', `Cannot find module '${file}'`);
  const module = await import(pathToFileURL(path).href);
  const handler = module[exportName] ?? module.default?.[exportName];
  if (typeof handler === 'function') return handler;
  throw runtimeError(
    'Runtime.HandlerNotFound',
    `${setting('_HANDLER')} is undefined or not exported`,
  );
}

function splitHandler(handler: string): readonly string[] {
  const name = basename(handler);
  const dot = handler.length - name.length + name.indexOf('.');
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function contextOf({ requestId, functionArn, deadlineMs }: InvokeMessage): object {
  return {
    awsRequestId: requestId,
    functionName: setting('AWS_LAMBDA_FUNCTION_NAME'),
    functionVersion: setting('AWS_LAMBDA_FUNCTION_VERSION'),
    invokedFunctionArn: functionArn,
    memoryLimitInMB: setting('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
    logGroupName: setting('AWS_LAMBDA_LOG_GROUP_NAME'),
    logStreamName: setting('AWS_LAMBDA_LOG_STREAM_NAME'),
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - realNow()),
  };
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<ChildMessage> {
  const { requestId, clockAheadMs } = message;
  Date.now = () => realNow() + clockAheadMs;
  try {
    const payload = JSON.stringify(await handler(message.event, contextOf(message)));
    return { kind: 'returned', requestId, ...(payload === undefined ? {} : { payload }) };
  } catch (error) {
    return { kind: 'failed', requestId, error: describe(error) };
  }
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  const trace = error.stack?.split('\n') ?? [];
  return { errorType: error.name, errorMessage: error.message, trace };
}

function send(message: ChildMessage): void {
  process.send?.(message);
}

// Of this process, not of the function.
delete process.env['NODE_COMPILE_CACHE'];
// The function must not outlive the stack.
process.on('disconnect', () => process.exit());

try {
  const handler = await loadHandler();
  process.on('message', async (message: InvokeMessage) => {
    send(await invoke(handler, message));
    // Node would do so at the exit, but is killed. The first invocation has loaded what a function loads late.
    flushCompileCache();
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'init-failed', error: describe(error) });
}
