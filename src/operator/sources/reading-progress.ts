import type { TextFile } from '../../sources/files/text-file.ts';

/** The bytes are those read so far. */
export type OnReadingProgress = (records: number, bytes: number) => void;

export interface ReadingProgress {
  /** The file to read: it counts its bytes. */
  readonly text: TextFile;
  /** To be called once for each record. */
  readonly countRecord: () => void;
}

const PROGRESS_EVERY = 1_000;

/** Counts the records and bytes of a file that is read, and reports both every thousand records. */
export function readingProgress(
  text: TextFile,
  onProgress: OnReadingProgress = () => {},
): ReadingProgress {
  let records = 0;
  let bytes = 0;
  async function* open() {
    for await (const chunk of text.file.open()) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  return {
    text: { ...text, file: { ...text.file, open } },
    countRecord() {
      records += 1;
      if (records % PROGRESS_EVERY === 0) onProgress(records, bytes);
    },
  };
}
