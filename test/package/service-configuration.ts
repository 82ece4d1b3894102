import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll } from '@jest/globals';
import { compileCacheEnvironment } from '../../local/stack/packaging.ts';
import type { Printed, Run } from '../support/package/run-framework.ts';

type Printer = ReturnType<typeof startPrinter>;

/** In characters. */
const MOST_ERRORS = 4_000;

let printer: Printer | undefined;
/** One after the other. */
let latest: Promise<unknown> = Promise.resolve();

afterAll(() => void printer?.child.disconnect());

/** Settles a stage's configuration as packaging does, and leaves `.serverless/` alone. */
export async function configurationOf(...options: string[]) {
  return JSON.parse(await succeeded(['print', '--format=json', ...options], process.cwd()));
}

/** Packages what is in a folder, as `packageIn` does. */
export async function packageInOneProcess(cwd: string, options: readonly string[]): Promise<void> {
  await succeeded(['package', ...options], cwd);
}

async function succeeded(args: readonly string[], cwd: string): Promise<string> {
  const { output, hasFailed } = await printed({ args, cwd });
  if (hasFailed) throw new Error(output);
  return output;
}

/** What the framework says when it fails. */
export async function saidOf(configuration: Promise<unknown>): Promise<string> {
  const failure = configuration.then(() => ({ message: 'it did not fail' }));
  return (await failure.catch((error: Error) => error)).message;
}

function printed(run: Run): Promise<Printed> {
  const result = latest.then(() => print(run));
  latest = result.catch(() => {});
  return result;
}

async function print(run: Run): Promise<Printed> {
  printer ??= startPrinter();
  const replied = once(printer.child, 'message');
  printer.child.send(run);
  const [reply] = await Promise.race([replied, printer.ended]);
  return reply;
}

function startPrinter() {
  const child = fork('test/support/package/run-framework.ts', {
    // What fails is on the standard output, which the process keeps for the reply.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...compileCacheEnvironment },
  });
  // Shown only where the process fails: the framework also warns here of what a test expects.
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors = `${errors}${chunk}`.slice(-MOST_ERRORS);
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(`The framework has ended its process.\n${errors}`);
  });
  // Thrown where a reply is awaited.
  ended.catch(() => {});
  return { child, ended };
}
