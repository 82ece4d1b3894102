import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readCsv } from './hire-file-csv.ts';
import { readJson } from './hire-file-json.ts';
import type { HireMessage } from './hire-message.ts';
import { type FileFault, MalformedFileError } from './malformed-file-error.ts';

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const MAX_BODY_BYTES = 1_048_576;
const SENDABLE_TEXT = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * The messages in a file of hires: CSV with a header of the contract's field names, a JSON array, or JSON
 * lines. In JSON each hire may be in any envelope that the queue accepts.
 *
 * A file is malformed if it is unclear which messages to send, or if SQS could not carry one: then none is
 * sent. The contract judges a well-formed row: a hire with a bad address is sent, and rejected with its
 * reason.
 * @throws {MalformedFileError} with line, field and rule of every fault, and no value
 */
export async function readHireFile(path: string): Promise<HireMessage[]> {
  // One line: a file from elsewhere may have any name.
  const name = basename(path).replace(/\p{C}/gu, '\ufffd');
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new MalformedFileError(name, [{ rule: unreadableRule(cause) }], { cause });
  }
  return parseHireFile(bytes, name);
}

/**
 * `readHireFile` for the bytes of a file. The ending of `name` gives the format, or else the content.
 * @throws {MalformedFileError}
 */
export function parseHireFile(bytes: Uint8Array, name: string): HireMessage[] {
  if (!isUtf8(bytes)) throw new MalformedFileError(name, [notUtf8Fault(bytes)]);
  const text = new TextDecoder().decode(bytes);
  const isJson = /\.(json|jsonl|ndjson)$/i.test(name) || /^\s*[[{]/.test(text);
  const { messages, faults } = isJson ? readJson(text) : readCsv(text);
  const allFaults = [...faults, ...messages.flatMap(unsendableFaults)];
  if (allFaults.length > 0) throw new MalformedFileError(name, allFaults);
  if (messages.length === 0)
    throw new MalformedFileError(name, [{ rule: 'must hold at least one hire; it holds none' }]);
  return [...messages];
}

function unreadableRule(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'must exist; correct the path';
  if (code === 'EISDIR') return 'must be a file, not a directory; correct the path';
  return `must be readable (${code}); correct its permissions or the path`;
}

function notUtf8Fault(bytes: Uint8Array): FileFault {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    line += 1;
    start = end + 1;
  }
  return { line, rule: 'must be text in UTF-8; save the file in that encoding' };
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
