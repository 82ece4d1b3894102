import type { IntakeFile } from '../../intake/file-progress.ts';
import { unitsMs } from '../duration.ts';
import type { Stack } from '../stack/stack.ts';
import { listVersions, type ObjectVersion } from './list-versions.ts';

/** Objects of which no notification reached the intake. */
export interface MissedObjects {
  /** The one that was put first comes first. */
  readonly missed: readonly ObjectVersion[];
  /** How many versions the bucket was found to have. */
  readonly checked: number;
  /** Whether the bucket has more, which were not checked. */
  readonly isCutOff: boolean;
}

/**
 * S3 notifies within seconds, rarely within minutes, and a first try that fails is repeated after half an hour: an hour
 * is two tries.
 */
const MISSED_AFTER_MS = unitsMs.h;
/** The bucket deletes an object after 30 days, and the table forgets its file 40 days after its end at the earliest. */
const KEPT_MS = 30 * unitsMs.d;

type KnownFile = Pick<IntakeFile, 'objectKey' | 'versionId'>;

/**
 * The versions in the bucket that the table does not know, though the intake should have begun them. One whose content
 * was put again under the same name, and is known then, is no longer missed.
 * @param filesOf reads the files that the table knows
 * @throws {NoIntakeError}
 */
export async function findMissed(
  stack: Stack,
  filesOf: () => Promise<readonly KnownFile[]>,
  { nowMs, signal, maxPages }: MissedOptions,
): Promise<MissedObjects> {
  const listed = await listVersions(stack, { signal, ...(maxPages && { maxPages }) });
  const { versions, isCutOff } = listed;
  const known = new Set((await filesOf()).map(versionKeyOf));
  const isKnown = (version: ObjectVersion) => known.has(versionKeyOf(version));
  const takenAtMs = new Map<string, number>();
  for (const version of versions.filter(isKnown)) {
    const content = contentKeyOf(version);
    takenAtMs.set(content, Math.max(version.putAtMs, takenAtMs.get(content) ?? 0));
  }
  const missed = versions.filter(
    (version) =>
      !isKnown(version) &&
      !isFolder(version) &&
      isBetween(nowMs - version.putAtMs, MISSED_AFTER_MS, KEPT_MS) &&
      (takenAtMs.get(contentKeyOf(version)) ?? 0) < version.putAtMs,
  );
  return {
    missed: missed.toSorted((one, other) => one.putAtMs - other.putAtMs),
    checked: versions.length,
    isCutOff,
  };
}

export interface MissedOptions {
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Of a thousand versions each. */
  readonly maxPages?: number;
}

function versionKeyOf({ objectKey, versionId }: KnownFile): string {
  return JSON.stringify([objectKey, versionId]);
}

function contentKeyOf({ objectKey, eTag }: ObjectVersion): string {
  return JSON.stringify([objectKey, eTag]);
}

/** Some programs put folders as empty objects, which are no files. */
function isFolder({ objectKey, size }: ObjectVersion): boolean {
  return objectKey.endsWith('/') && size === 0;
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
