import type { FileBytes } from '../sources/files/file-bytes.ts';

/** The time was over while a file was read. */
export class PausedError extends Error {
  override readonly name = 'PausedError';

  constructor() {
    super('The time of the invocation is over. The file continues in the next one.');
  }
}

/** So many pieces are read once the time is over: a record in one of them is taken, so that a pass advances. */
const LAST_PIECES = 16;

/** A file that is read until the time is over, whatever is in it: between two records may be megabytes without one. */
export function pausedFile(file: FileBytes, pause: AbortSignal): FileBytes {
  async function* open() {
    let left = LAST_PIECES;
    for await (const piece of file.open()) {
      if (pause.aborted) left -= 1;
      if (left < 0) throw new PausedError();
      yield piece;
    }
  }
  return { ...file, open };
}
