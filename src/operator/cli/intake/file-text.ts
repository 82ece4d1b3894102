import type { FileCounts, FileProgress } from '../../../intake/file-progress.ts';
import { fileIdOf } from '../../intake/find-files.ts';
import { counted, isoTime, timeText } from '../format.ts';
import { printable } from '../printable.ts';

/** A file as every command prints it with `--json`. */
export function fileJson(file: FileProgress) {
  const { source, objectKey, versionId, size, state, end, done, counts } = file;
  const { approvedBy, why, rowsAboveHeader } = file;
  return {
    id: fileIdOf(file),
    source,
    objectKey,
    versionId,
    size,
    state,
    ...(end !== undefined && { end }),
    done,
    counts,
    ...(rowsAboveHeader !== undefined && { rowsAboveHeader }),
    askedAt: isoTime(file.askedAtMs),
    startedAt: isoTime(file.startedAtMs),
    updatedAt: isoTime(file.updatedAtMs),
    ...(approvedBy !== undefined && { approvedBy }),
    ...(why !== undefined && { why }),
  };
}

/** The name of the object, without the folder that names the source. */
export function fileName({ source, objectKey }: FileProgress): string {
  const folder = `${source}/`;
  return printable(objectKey.startsWith(folder) ? objectKey.slice(folder.length) : objectKey);
}

/** How far a file has come. */
export function stateText(file: FileProgress): string {
  const { state, end, done } = file;
  switch (state) {
    case 'counting':
      return `is counted, ${done} so far`;
    case 'waiting':
      return 'waits for you';
    case 'approved':
      return 'approved';
    case 'sending':
      return `is sent, ${done} so far`;
    case 'done':
      return isEmpty(file) ? 'done, without a record' : END_TEXTS[end ?? 'sent'];
  }
}

/** Whether a file was read to its end, and nothing was in it but a header. */
export function isEmpty({ state, end, done }: FileProgress): boolean {
  return state === 'done' && end === 'sent' && done === 0;
}

const END_TEXTS = {
  sent: 'done',
  unreadable: 'not readable: see failed list',
  gone: 'gone before it was taken',
} as const;

/** What its records come to, without what there is none of. */
export function countsText({ state, counts, rowsAboveHeader = 0 }: FileProgress): string {
  const isBeforeSending = state === 'counting' || state === 'waiting' || state === 'approved';
  const labels = isBeforeSending ? PLANNED : SENT;
  const shown = labels.flatMap(([name, label]) =>
    counts[name] === 0 ? [] : [`${counts[name]} ${label}`],
  );
  const rows = rowsAboveHeader === 0 ? [] : [`${counted(rowsAboveHeader, 'row')} above the header`];
  return [...(shown.length === 0 ? ['no records'] : shown), ...rows].join(', ');
}

type Labels = readonly (readonly [keyof FileCounts, string])[];

const OTHERS: Labels = [
  ['known', 'known'],
  ['superseded', 'superseded'],
  ['leftOut', 'left out'],
  ['rejected', 'rejected'],
];
const PLANNED: Labels = [['new', 'new'], ['changed', 'changed'], ...OTHERS];
const SENT: Labels = [['sent', 'sent'], ...OTHERS];

/** All of a file, label by label. */
export function fileEntries(file: FileProgress): readonly (readonly [string, string])[] {
  const { source, versionId, size, askedAtMs, updatedAtMs, approvedBy, why } = file;
  return [
    ['id', fileIdOf(file)],
    ['source', printable(source)],
    ['file', fileName(file)],
    ['version', printable(versionId)],
    ['size', `${size} bytes`],
    ['put', timeText(askedAtMs)],
    ['state', `${stateText(file)}, since ${timeText(updatedAtMs)}`],
    ['records', countsText(file)],
    ...(approvedBy === undefined
      ? []
      : [['approved', `by ${printable(approvedBy)}: ${printable(why ?? '')}`] as const]),
  ];
}
