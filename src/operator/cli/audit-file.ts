import { constants, existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type AuditState, newAuditState } from '../../audit/audit-state.ts';
import { readSaved, SavedAuditError } from '../../audit/read-saved-audit.ts';
import { savedLines } from '../../audit/save-audit.ts';
import type { AuditOf } from '../../audit/saved-lines.ts';
import { isPrivate } from '../is-private.ts';
import { UsageError } from './exit-code.ts';

/** Lines that are written at once. */
const LINES_PER_WRITE = 1_000;

/**
 * The audit that a file has stored, or a new one where there is no file.
 * @throws {UsageError} where the file is not a stored audit of the same stack and options
 */
export async function loadAudit(
  path: string | undefined,
  of: AuditOf,
  nowMs: number,
): Promise<{ readonly state: AuditState; readonly isContinued: boolean }> {
  if (path === undefined || !existsSync(path))
    return { state: newAuditState(nowMs, of.sinceMs ?? undefined), isContinued: false };
  try {
    const file = await openOwn(path);
    return { state: await readSaved(file.readLines(), of), isContinued: true };
  } catch (cause) {
    if (!(cause instanceof SavedAuditError)) throw cause;
    throw new UsageError(`--state ${path}: ${cause.message}`, { cause });
  }
}

/**
 * Another user's file could say that an audit is done, and has found nothing.
 * @throws {UsageError} where another user wrote the file or can write it, or it is a link
 */
async function openOwn(path: string): Promise<FileHandle> {
  const own = `--state ${path} must be a file of your own that no one else may open. Name another one.`;
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((cause) => {
    if (Object(cause).code === 'ELOOP') throw new UsageError(own, { cause });
    throw cause;
  });
  if (isPrivate(await file.stat())) return file;
  await file.close();
  throw new UsageError(own);
}

/** Stores an audit, readable by its owner only. A file that is there is replaced once all of it is written. */
export async function saveAudit(path: string, state: AuditState, of: AuditOf): Promise<void> {
  const partPath = `${path}.part`;
  await rm(partPath, { force: true });
  const file = await open(partPath, 'wx', 0o600);
  try {
    let lines: string[] = [];
    for (const line of savedLines(state, of)) {
      lines.push(`${line}\n`);
      if (lines.length < LINES_PER_WRITE) continue;
      await file.write(lines.join(''));
      lines = [];
    }
    await file.write(lines.join(''));
  } finally {
    await file.close();
  }
  await rename(partPath, path);
}

/** @throws {UsageError} where there is something at the path */
export function assertNew(path: string | undefined): void {
  if (path !== undefined && existsSync(path))
    throw new UsageError(`The file ${path} exists already: name a new one.`);
}

/** @throws {UsageError} where the file cannot be created */
export async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(text);
    await file.close();
  } catch (cause) {
    throw new UsageError(`The file ${path} cannot be written (${Object(cause).code}).`, { cause });
  }
}
