import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrivateFolder } from '../private-folder.ts';
import { programPath } from '../program-path.ts';
import { UsageError } from './exit-code.ts';
import type { Host } from './host.ts';

const DEFAULT_EDITOR = 'vi';

/**
 * An editor that is not set is opened in a terminal; one that is set may be a script.
 * @throws {UsageError} where no editor can be opened
 */
export function assertCanEdit(host: Host): void {
  const set = setEditor(host);
  const isInTerminal = host.stdin.isTTY && host.stdout.isTTY;
  if (set === undefined && !isInTerminal)
    throw new UsageError(
      'An editor needs a terminal: run this command in one, or set EDITOR to a program that edits the file by itself.',
    );
  const [program = ''] = (set ?? DEFAULT_EDITOR).trim().split(/\s+/);
  if (isFound(program, host)) return;
  throw new UsageError(`There is no editor ${program}: set EDITOR to one, such as EDITOR=nano.`);
}

function setEditor({ env }: Host): string | undefined {
  return env['VISUAL'] || env['EDITOR'] || undefined;
}

/** A setting in shell syntax, such as with quotes or variables, is left to the shell. */
function isFound(program: string, host: Host): boolean {
  if (!/^[\w./+-]+$/.test(program)) return true;
  return (
    spawnSync(shell(host), ['-c', 'command -v "$1"', 'sh', program], { env: host.env }).status === 0
  );
}

/** @throws {UsageError} where there is none, as may be on Windows */
function shell({ env }: Host): string {
  const path = programPath('sh', process.platform, env);
  if (path !== undefined) return path;
  throw new UsageError(
    'An editor needs sh.exe, which is in no folder of PATH: add the one that Git for Windows brings.',
  );
}

/** Opens a text in the user's editor; returns it as it was saved. */
export async function editText(text: string, host: Host): Promise<string> {
  // It holds personal data.
  const folder = await createPrivateFolder('joiner-edit-');
  const path = join(folder.path, 'hire.json');
  try {
    await writeFile(path, text, { mode: 0o600 });
    await open(path, host);
    return await readFile(path, 'utf8');
  } finally {
    folder.remove();
  }
}

async function open(path: string, host: Host): Promise<void> {
  const editor = setEditor(host) ?? DEFAULT_EDITOR;
  // Through a shell, as git does: the setting may hold arguments.
  const child = spawn(shell(host), ['-c', `${editor} "$1"`, editor, path], {
    env: host.env,
    stdio: 'inherit',
  });
  const [exitCode] = await once(child, 'exit');
  if (exitCode === 0) return;
  throw new Error(`The editor (${editor}) ended with exit code ${exitCode}: nothing is changed.`);
}
