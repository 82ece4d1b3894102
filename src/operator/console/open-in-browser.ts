import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

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
export async function openInBrowser(address: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'joiner-console-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'open.html');
    await writeFile(path, redirectTo(address), { mode: 0o600, flag: 'wx' });
    const [opener, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
    await start(opener, [...args, pathToFileURL(path).href]);
    return remove;
  } catch (cause) {
    await remove();
    throw new NoBrowserError(
      'No browser could be started: give --no-open, and open the address yourself.',
      { cause },
    );
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
