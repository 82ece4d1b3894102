import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { compactLine } from '../../contracts/one-line.ts';
import { type FileBytes, UnreadableFileError } from '../../sources/files/file-bytes.ts';

/**
 * A file of the disk.
 * @throws {UnreadableFileError} if there is none to read
 */
export async function openFile(path: string): Promise<FileBytes> {
  try {
    const status = await stat(path);
    if (status.isFile()) {
      const open = () => createReadStream(path);
      return { name: shownName(path), size: status.size, open };
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const rule =
      code === 'ENOENT'
        ? 'must exist; correct the path'
        : `must be readable (${code}); correct its permissions or the path`;
    throw new UnreadableFileError([{ rule }]);
  }
  throw new UnreadableFileError([{ rule: 'must be a file, not a directory; correct the path' }]);
}

/** The name of a file on one line: a file from elsewhere may have any. */
export function shownName(path: string): string {
  return compactLine(basename(path));
}
