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
export const projectDir = fileURLToPath(new URL('../..', import.meta.url));

/** Caches compiled code for programs that start often: compiling takes a third of such a start, or more. */
export const compileCacheEnvironment = {
  NODE_COMPILE_CACHE: join(projectDir, '.cache', 'compiled'),
} as const;

/** The files that a package needs. Configuration is copied: the framework does not follow links to it. */
const COPIED = [
  'serverless.yml',
  'resources',
  'sources',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const LINKED = ['handlers', 'src', 'packaging', 'node_modules', 'events'];

/** Packages what is in a folder into its `.serverless`. */
export type Package = (
  cwd: string,
  options: readonly string[],
  signal: AbortSignal,
) => Promise<void>;

/** The package folder of a target. That of the default target is also the one of `npm run package`. */
export function packageDirOf(target: string): string {
  return join(serviceDirOf(target), '.serverless');
}

/**
 * Packages the service for a target, as `npm run package` does for the default one.
 * @param run packages what is in a folder
 * @throws LocalStackError when packaging fails; the message has the framework's output
 * @throws the abort reason when `signal` aborts
 */
export async function packageService(
  target: string,
  signal: AbortSignal,
  run: Package = packageIn,
): Promise<void> {
  const cwd = serviceDirOf(target);
  if (cwd !== projectDir) await mirrorProject(cwd);
  await run(cwd, ['--param', `target=${target}`], signal);
}

/**
 * Packages what is in a folder into its `.serverless`.
 * @throws as `packageService`
 */
export async function packageIn(
  cwd: string,
  options: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    await execute(process.execPath, [serverless, 'package', ...options], {
      cwd,
      signal,
      env: { ...process.env, ...compileCacheEnvironment },
    });
  } catch (cause) {
    signal.throwIfAborted();
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw packagingFailed(`${stdout}\n${stderr}`, cause);
  }
}

export function packagingFailed(output: string, cause?: unknown): LocalStackError {
  const text = stripVTControlCharacters(output).trim();
  return new LocalStackError(
    `The service cannot be packaged. Output of the framework:\n${text}`,
    cause === undefined ? {} : { cause },
  );
}

/** The framework clears `.serverless` in its folder, so each package needs a folder of its own. */
function serviceDirOf(target: string): string {
  return target === DEFAULT_TARGET ? projectDir : join(projectDir, '.targets', target);
}

/** Makes a folder that the service can be packaged in. */
export async function mirrorProject(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of COPIED)
    await cp(join(projectDir, name), join(folder, name), { recursive: true });
  for (const name of LINKED) await symlink(join(projectDir, name), join(folder, name));
}
