import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');

/** Settles a stage's configuration as packaging does, and leaves `.serverless/` alone. */
export async function configurationOf(...options: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    serverless,
    'print',
    '--format=json',
    ...options,
  ]);
  return JSON.parse(stdout);
}
