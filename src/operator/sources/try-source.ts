import { describeOtherOnScreen } from '../../sources/describe-file.ts';
import type { RecordFault } from '../../sources/fault.ts';
import { type FileBytes, UnreadableFileError } from '../../sources/files/file-bytes.ts';
import { examineFile } from '../../sources/files/text-file.ts';
import { mapRecord } from '../../sources/map-record.ts';
import { readRecords } from '../../sources/read-records.ts';
import { recogniseAs } from '../../sources/recognise.ts';
import type { Source } from '../../sources/source.ts';
import { type OnReadingProgress, readingProgress } from './reading-progress.ts';
import { loadSources } from './source-folder.ts';

/** What a record of a file would come to. */
export type TriedRecord = {
  /** Its place in the file, counted from 1. */
  readonly record: number;
  /** The line where it begins, counted from 1. */
  readonly line: number;
} & (
  | { readonly kind: 'hire'; readonly hire: Readonly<Record<string, unknown>> }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'refused'; readonly faults: readonly RecordFault[] }
);

export interface TriedSource {
  /** The shape of the source that the file has. */
  readonly shape: string;
  /** Headers of columns that the source does not need. */
  readonly unknownColumns: readonly string[];
  /** Rows above the header, which are not read. */
  readonly rowsAboveHeader: number;
  readonly counts: Readonly<Record<TriedRecord['kind'], number>>;
}

/**
 * Maps every record of a file, one by one, and keeps none of them.
 * @throws {UnreadableFileError} if the source does not describe the file
 */
export async function trySource(
  source: Source,
  file: FileBytes,
  onRecord: (tried: TriedRecord) => void,
  onProgress?: OnReadingProgress,
): Promise<TriedSource> {
  const text = await examineFile(file);
  const recognised = await recogniseAs(text, source);
  if (recognised === undefined)
    throw new UnreadableFileError([
      { rule: await describeOtherOnScreen(text, source, await loadSources()) },
    ]);
  const counts = { hire: 0, 'left-out': 0, refused: 0 };
  let record = 0;
  const reading = readingProgress(text, onProgress);
  for await (const one of readRecords(reading.text, recognised)) {
    const mapped =
      'record' in one
        ? await mapRecord(recognised.shape, one.record)
        : ({ kind: 'refused', faults: [{ rule: one.fault }] } as const);
    record += 1;
    counts[mapped.kind] += 1;
    onRecord({ record, line: one.line, ...mapped });
    reading.countRecord();
  }
  const header = 'header' in recognised ? recognised.header : undefined;
  return {
    shape: recognised.shape.about,
    unknownColumns: header?.unknown ?? [],
    rowsAboveHeader: header?.rowsAbove ?? 0,
    counts,
  };
}
