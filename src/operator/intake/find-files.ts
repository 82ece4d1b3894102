import { paginateScan } from '@aws-sdk/client-dynamodb';
import { fileOfItem, IntakeItemError } from '../../aws/intake-items.ts';
import type { FileProgress } from '../../intake/file-progress.ts';
import type { Stack } from '../stack/stack.ts';
import { intakeTableOf } from './intake-table.ts';

/** The files that the intake knows. */
export interface FoundFiles {
  /** The one that was put last comes first. */
  readonly files: readonly FileProgress[];
  /** The keys of items that cannot be read. */
  readonly broken: readonly string[];
}

export interface FindFilesOptions {
  readonly signal: AbortSignal;
  /** Called with the number of items that were read so far: of files and of people. */
  readonly onProgress?: (read: number) => void;
}

/** Its files are a small part of the table, which has no index: all of it is read. */
const FILE_PREFIX = 'file#';

/** @throws {NoIntakeError} */
export async function findFiles(
  stack: Stack,
  { signal, onProgress }: FindFilesOptions,
): Promise<FoundFiles> {
  const { client, tableName: TableName } = intakeTableOf(stack);
  const pages = paginateScan(
    { client },
    {
      TableName,
      FilterExpression: 'begins_with(pk, :file)',
      ExpressionAttributeValues: { ':file': { S: FILE_PREFIX } },
      ConsistentRead: true,
    },
    { abortSignal: signal },
  );
  const files: FileProgress[] = [];
  const broken: string[] = [];
  let read = 0;
  for await (const { Items = [], ScannedCount = 0 } of pages) {
    signal.throwIfAborted();
    for (const item of Items) {
      try {
        files.push(fileOfItem(item));
      } catch (error) {
        if (!(error instanceof IntakeItemError)) throw error;
        broken.push(item['pk']?.S ?? '');
      }
    }
    read += ScannedCount;
    onProgress?.(read);
  }
  return { files: files.sort((one, other) => other.askedAtMs - one.askedAtMs), broken };
}

/** An id of no file, or of several. */
class FileIdError extends Error {
  override readonly name = 'FileIdError';
}

/**
 * The one file whose id begins so.
 * @throws {FileIdError} @throws {NoIntakeError}
 */
export async function soleFile(
  stack: Stack,
  id: string,
  options: FindFilesOptions,
): Promise<FileProgress> {
  const { files } = await findFiles(stack, options);
  const wanted = id.startsWith(FILE_PREFIX) ? id.slice(FILE_PREFIX.length) : id;
  const found = files.filter((file) => fileIdOf(file).startsWith(wanted));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  throw new FileIdError(
    first === undefined
      ? `No file has the id ${id}: see \`joiner intake list\`. A file is forgotten 40 days after its end.`
      : `${found.length} files have an id that begins with ${id}: give more characters.`,
  );
}

/** How people name a file: its key without what all keys begin with. */
export function fileIdOf({ key }: Pick<FileProgress, 'key'>): string {
  return key.slice(FILE_PREFIX.length);
}
