import {
  type FileBytes,
  type FileFault,
  UnreadableFileError,
} from '../../sources/files/file-bytes.ts';
import { examineFile, type TextFile, textOf } from '../../sources/files/text-file.ts';
import { openFile, shownName } from '../sources/open-file.ts';
import { readBySource, type SourcedOptions, sourceOf } from './hire-file-by-source.ts';
import { readCsv } from './hire-file-csv.ts';
import { readJson } from './hire-file-json.ts';
import type { HireFile, HireFileContent, HireMessage } from './hire-message.ts';
import { MalformedFileError } from './malformed-file-error.ts';

export interface HireFileOptions extends SourcedOptions {
  /** For fields of the contract, the headers of their columns. */
  readonly columns?: ReadonlyMap<string, string>;
}

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const MAX_BODY_BYTES = 1_048_576;
const SENDABLE_TEXT = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * The messages in a file of hires: CSV whose header names fields of the contract, a JSON array, or JSON lines, in
 * which each hire may be in any envelope that the queue accepts. Or a file as an HR system writes it, mapped by its
 * source.
 *
 * A file is malformed if it is unclear which messages to send, or if SQS could not carry one: then none is
 * sent. The contract judges a well-formed row: a hire with a bad address is sent, and rejected with its
 * reason.
 * @throws {MalformedFileError} with line, field and rule of every fault, and no value
 */
export async function readHireFile(path: string, options: HireFileOptions = {}): Promise<HireFile> {
  return whole(shownName(path), async () => readContent(await openFile(path), options));
}

/**
 * `readHireFile` for a file that lies elsewhere. The ending of its name gives the format, or else the content.
 * @throws {MalformedFileError}
 */
export async function parseHireFile(
  file: FileBytes,
  options: HireFileOptions = {},
): Promise<HireFile> {
  return whole(file.name, () => readContent(file, options));
}

async function whole<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    throw new MalformedFileError(name, error.faults, { cause: error });
  }
}

async function readContent(file: FileBytes, options: HireFileOptions): Promise<HireFile> {
  const text = await examineFile(file);
  const source = options.columns ? undefined : await sourceOf(text, options);
  const content = source
    ? await readBySource(text, source, options)
    : await readByContract(text, options);
  const { messages, faults, refused = [], leftOut = 0, notes = [] } = content;
  const allFaults = [...faults, ...messages.flatMap(unsendableFaults)];
  if (allFaults.length > 0) throw new UnreadableFileError(allFaults);
  if (messages.length + refused.length === 0) throw new UnreadableFileError([noHires(leftOut)]);
  const { encoding } = text;
  const isGuessed = encoding === 'windows-1252';
  const ofEncoding = isGuessed ? ['It is read as Windows-1252: check names with accents.'] : [];
  return { messages, refused, leftOut, notes: [...notes, ...ofEncoding] };
}

async function readByContract(
  text: TextFile,
  { columns, onProgress }: HireFileOptions,
): Promise<HireFileContent> {
  if (text.format === 'csv') return readCsv(text, columns, onProgress);
  if (text.encoding === 'windows-1252')
    throw new UnreadableFileError([
      { rule: 'must be text in UTF-8; save the file in that encoding' },
    ]);
  let whole = '';
  for await (const part of textOf(text)) whole += part;
  return readJson(whole);
}

function noHires(leftOut: number): FileFault {
  const others = leftOut === 0 ? '' : `, and ${leftOut} records that are no hires`;
  return { rule: `must hold at least one hire; it holds none${others}` };
}

function unsendableFaults({ line, body }: HireMessage): FileFault[] {
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES) {
    const rule = `must be at most ${MAX_BODY_BYTES} bytes as a message, and is ${bytes}; shorten it`;
    return [{ line, rule }];
  }
  if (SENDABLE_TEXT.test(body)) return [];
  return [{ line, rule: 'must hold no character that SQS refuses (such as U+FFFF); remove it' }];
}
