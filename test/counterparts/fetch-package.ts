import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const DOWNLOAD_TIMEOUT_MS = 180_000;

/** An npm package of which only some files are wanted, and nothing that it depends on. */
export interface PinnedPackage {
  readonly spec: string;
  readonly integrity: string;
  /** Folder in the package that is kept. */
  readonly folder: string;
  /** What of it; default: all. */
  readonly members?: readonly string[];
}

class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/**
 * Fetches a package into a folder, once. A download that fails is said, and no failure.
 * @throws Error when the registry has another content under that name
 */
export async function fetchPackage(pinned: PinnedPackage, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const aside = await mkdtemp(`${target}-`);
  try {
    const archive = await download(pinned, aside);
    await refuseOtherContent(pinned, archive);
    await execute('tar', ['-xzf', archive, '-C', aside, ...(pinned.members ?? [pinned.folder])]);
    await rename(join(aside, pinned.folder), target);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    console.log(`skipped: ${error.message}`);
  } finally {
    await rm(aside, { recursive: true });
  }
}

/** The package alone: none of its scripts is run. */
async function download({ spec }: PinnedPackage, folder: string): Promise<string> {
  const patience = ['--prefer-offline', '--fetch-retries=1'];
  const args = ['pack', spec, '--ignore-scripts', ...patience, '--json', '--loglevel=error'];
  try {
    const { stdout } = await execute('npm', args, { cwd: folder, timeout: DOWNLOAD_TIMEOUT_MS });
    return join(folder, JSON.parse(stdout)[0].filename);
  } catch (cause) {
    throw new DownloadError(`${spec} cannot be downloaded: ${firstLine(cause)}`, { cause });
  }
}

async function refuseOtherContent(
  { spec, integrity }: PinnedPackage,
  archive: string,
): Promise<void> {
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` === integrity) return;
  throw new Error(`${spec} is not the package that was pinned: sha512-${digest}`);
}

function firstLine(error: unknown): string {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  return (stderr.trim() || message).split('\n')[0] ?? message;
}
