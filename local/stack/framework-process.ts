import { createRequire } from 'node:module';

// The process of framework.ts. To load the framework takes longer than to settle many configurations.

export interface Run {
  /** The command of the framework with its options. */
  readonly args: readonly string[];
  readonly cwd: string;
}

export interface Printed {
  readonly output: string;
  readonly hasFailed: boolean;
}

const require = createRequire(import.meta.url);
const script = require.resolve('serverless/scripts/serverless.js');
const input = require('serverless/lib/cli/resolve-input');
const deprecations = require('serverless/lib/utils/log-deprecation');
const { printSummary } = deprecations;
/** esbuild keeps the folder that it was loaded in, and the others keep esbuild. */
const KEEPS_FOLDER = /[\\/](node_modules[\\/](serverless-)?esbuild|packaging)[\\/]/;
// Each run adds its own, for signals.
process.setMaxListeners(0);

process.on('message', async (run: Run) => {
  process.send?.(await print(run));
});
process.on('disconnect', () => process.exit());

/** One run of the framework. Its script runs when it is loaded. */
async function print({ args, cwd }: Run): Promise<Printed> {
  const written: unknown[] = [];
  const { write } = process.stdout;
  process.stdout.write = (text) => written.push(text) > 0;
  process.chdir(cwd);
  process.argv.splice(1, Number.POSITIVE_INFINITY, script, ...args);
  process.exitCode = undefined;
  input.clear();
  delete require.cache[script];
  const ended = untilEnd();
  require(script);
  await ended;
  process.stdout.write = write;
  await unloadBundler();
  return { output: written.join(''), hasFailed: process.exitCode !== undefined };
}

/** A run ends with the summary of deprecations, also one that has failed. */
function untilEnd(): Promise<void> {
  return new Promise((resolve) => {
    deprecations.printSummary = async () => {
      await printSummary();
      resolve();
    };
  });
}

async function unloadBundler(): Promise<void> {
  await require.cache[require.resolve('esbuild')]?.exports.stop();
  for (const path of Object.keys(require.cache))
    if (KEEPS_FOLDER.test(path)) delete require.cache[path];
}
