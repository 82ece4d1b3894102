import { execFile } from 'node:child_process';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { DEFAULT_TARGET } from '../directories/directories.ts';
import { LocalStackError } from '../local-stack-error.ts';

const execute = promisify(execFile);
const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
const projectDir = fileURLToPath(new URL('../..', import.meta.url));

/** For what starts often from the same code: a third and more of such a start is to compile it. */
export const compiledOnce = { NODE_COMPILE_CACHE: join(projectDir, '.cache', 'compiled') } as const;

/** What a package is made from. The framework takes no configuration that is a link. */
const COPIED = [
  'serverless.yml',
  'resources',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const LINKED = ['handlers', 'src', 'packaging', 'node_modules'];

/** Where the service is packaged to: for the default target where `npm run package` leaves it. */
export function packageDirOf(target: string): string {
  return join(serviceDirOf(target), '.serverless');
}

/**
 * Packages the service for a target, as `npm run package` does for the default one.
 * @throws {LocalStackError} with what the framework said; or the reason that `signal` aborts with.
 */
export async function packageService(target: string, signal: AbortSignal): Promise<void> {
  const cwd = serviceDirOf(target);
  if (cwd !== projectDir) await mirrorProject(cwd);
  const args = [serverless, 'package', '--param', `target=${target}`];
  try {
    await execute(process.execPath, args, {
      cwd,
      signal,
      env: { ...process.env, ...compiledOnce },
    });
  } catch (cause) {
    signal.throwIfAborted();
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    const said = stripVTControlCharacters(`${stdout}\n${stderr}`).trim();
    throw new LocalStackError(`The service cannot be packaged. The framework said:\n${said}`, {
      cause,
    });
  }
}

/** The framework empties `.serverless` of its folder, so that two packages need two folders. */
function serviceDirOf(target: string): string {
  return target === DEFAULT_TARGET ? projectDir : join(projectDir, '.targets', target);
}

async function mirrorProject(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of COPIED)
    await cp(join(projectDir, name), join(folder, name), { recursive: true });
  for (const name of LINKED) await symlink(join(projectDir, name), join(folder, name));
}
