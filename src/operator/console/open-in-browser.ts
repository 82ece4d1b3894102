import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, win32 } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createPrivateFolder } from '../private-folder.ts';

/** No browser could be started. */
class NoBrowserError extends Error {
  override readonly name = 'NoBrowserError';
}

/**
 * Opens an address in the browser of this user, by way of a file that only this user can read: others can see the
 * arguments of a process.
 * @returns removes the file
 * @throws {NoBrowserError}
 */
export async function openInBrowser(address: string): Promise<() => void> {
  const folder = await createPrivateFolder('joiner-console-');
  try {
    const path = join(folder.path, 'open.html');
    await writeFile(path, redirectTo(address), { mode: 0o600, flag: 'wx' });
    const [opener, ...args] = openerOf(process.platform, process.env);
    await start(opener, [...args, pathToFileURL(path).href]);
    return folder.remove;
  } catch (cause) {
    folder.remove();
    throw new NoBrowserError(
      'No browser could be started: give --no-open, and open the address yourself.',
      { cause },
    );
  }
}

/** The program that opens a file in the browser, and its first arguments. */
export function openerOf(
  platform: NodeJS.Platform,
  { SystemRoot = 'C:\\Windows' }: NodeJS.ProcessEnv,
): readonly [string, ...string[]] {
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      // By its path: Windows looks for a bare name in the working directory first, which may be of others.
      return [win32.join(SystemRoot, 'System32', 'rundll32.exe'), 'url.dll,FileProtocolHandler'];
    default:
      return ['xdg-open'];
  }
}

/** The address is of letters, digits and URL signs only. */
function redirectTo(address: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Joiner</title><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=${address}">\n`;
}

function start(command: string, args: readonly string[]): Promise<void> {
  return new Promise((fulfil, reject) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      fulfil();
    });
  });
}
