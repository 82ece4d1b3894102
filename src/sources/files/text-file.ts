import { FILE_LIMITS } from '../limits.ts';
import { decodeText, detectEncoding, type Encoding } from './encoding.ts';
import { type FileBytes, UnreadableFileError } from './file-bytes.ts';
import { refuseFileKind } from './file-kind.ts';

/** A file of text, examined: what it begins with, and how the rest is read. */
export interface TextFile {
  readonly file: FileBytes;
  readonly encoding: Encoding;
  /** So much of its text that its shape can be recognised. */
  readonly head: string;
  readonly format: 'csv' | 'json';
  /** Of JSON: whether each line is a document. */
  readonly isLines: boolean;
}

const HEAD_BYTES = 262_144;

/**
 * Examines a file. Reads it once, to its end or to where its encoding is clear.
 * @throws {UnreadableFileError} if it is too large, or holds no text
 */
export async function examineFile(file: FileBytes): Promise<TextFile> {
  if (file.size > FILE_LIMITS.bytes) {
    const rule = `must be at most ${FILE_LIMITS.bytes / 1_048_576} MB; export only new hires, or divide it`;
    throw new UnreadableFileError([{ rule }]);
  }
  const bytes = await readHead(file);
  const kind = refuseFileKind(bytes);
  if (kind !== undefined) throw new UnreadableFileError([{ rule: kind }]);
  const encoding = await detectEncoding(bytes, file.open());
  // A character may be cut off at the end.
  const head = new TextDecoder(encoding).decode(bytes, { stream: true });
  const isJson = /\.(json|jsonl|ndjson)$/i.test(file.name) || /^\s*[[{]/.test(head);
  return {
    file,
    encoding,
    head,
    format: isJson ? 'json' : 'csv',
    isLines: /\.(jsonl|ndjson)$/i.test(file.name),
  };
}

/** The text of the whole file, piece by piece. */
export function textOf({ file, encoding }: TextFile): AsyncIterable<string> {
  return decodeText(file.open(), encoding);
}

async function readHead(file: FileBytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.open()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD_BYTES);
}
