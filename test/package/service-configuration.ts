import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileCacheEnvironment } from '../../local/stack/packaging.ts';

const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');

/** Settles a stage's configuration as packaging does, and leaves `.serverless/` alone. */
export async function configurationOf(...options: string[]) {
  const args = [serverless, 'print', '--format=json', ...options];
  const env = { ...process.env, ...compileCacheEnvironment };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout);
}

/** What the framework says when it fails. */
export async function saidOf(configuration: Promise<unknown>): Promise<string> {
  const failure = configuration.then(() => ({ stdout: 'it did not fail' }));
  return (await failure.catch((error: { stdout: string }) => error)).stdout;
}
