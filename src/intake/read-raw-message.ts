import { describeOther } from '../sources/describe-file.ts';
import { type FileBytes, UnreadableFileError } from '../sources/files/file-bytes.ts';
import type { FileRecord } from '../sources/files/file-record.ts';
import { examineFile, type TextFile } from '../sources/files/text-file.ts';
import { readRecords } from '../sources/read-records.ts';
import { bestFirst, type Recognised, recognise, recogniseOriginals } from '../sources/recognise.ts';
import type { Source } from '../sources/source.ts';
import type { ApprovalLimit } from './file-progress.ts';
import { contentOf } from './message-content.ts';
import { readOptionsFor } from './read-options.ts';

export interface RawMessage {
  readonly body: string;
  /** Its attribute, where it has one. */
  readonly source?: string;
  /** An operator sent it back: it is kept nowhere else. */
  readonly isCopy?: boolean;
  /** Epoch milliseconds. */
  readonly askedAtMs: number;
}

export interface MessageRecords {
  readonly recognised: Recognised;
  readonly records: readonly FileRecord[];
}

/**
 * Of a message, as no operator approves one: a file with more new people waits for one. So many are mapped in half a
 * second and sent in a few, and an invocation begins a message only with half a minute left: none is taken in parts.
 */
const MOST_RECORDS = 500;

/**
 * All records of a message, before any of them is taken.
 * @param acceptedEventTypes none for any type
 * @throws UnreadableFileError as openMessage, where a record cannot be separated from the others, or there are too many
 */
export async function readRawMessage(
  message: Pick<RawMessage, 'body' | 'source'>,
  deployed: readonly Source[],
  { maxNew }: ApprovalLimit,
  acceptedEventTypes: readonly string[],
): Promise<MessageRecords> {
  const most = Math.min(MOST_RECORDS, maxNew);
  const { text, recognised } = await openMessage(message, deployed);
  const records: FileRecord[] = [];
  for await (const one of readRecords(text, recognised, readOptionsFor(acceptedEventTypes))) {
    if (records.length === most) throw new UnreadableFileError([{ rule: tooMany(most) }]);
    records.push(one);
  }
  return { recognised, records };
}

function tooMany(most: number): string {
  return `must have at most ${most} records; put them into the bucket as a file`;
}

/** @throws UnreadableFileError if no source that is deployed, or not the one that is named, describes it */
export async function openMessage(
  { body, source: name }: Pick<RawMessage, 'body' | 'source'>,
  deployed: readonly Source[],
) {
  const names = deployed.map((one) => one.name).join(', ');
  const sources = name === undefined ? deployed : deployed.filter((one) => one.name === name);
  if (sources.length === 0) {
    const rule = `must have an attribute "source" that names a source of this stack (${names}), or none`;
    throw new UnreadableFileError([{ rule }]);
  }
  const text = await examineFile(inMemory(contentOf(body)));
  const [best] = await recognise(text, sources);
  const recognised = best ?? (await firstOriginals(text, sources));
  if (recognised) return { text, recognised };
  const [only, ...others] = sources;
  const rule =
    only && others.length === 0
      ? await describeOther(text, only, deployed)
      : `is of no source of this stack: ${names}. Look at it with joiner sources try, and send it with the attribute "source"`;
  throw new UnreadableFileError([{ rule }]);
}

async function firstOriginals(text: TextFile, sources: readonly Source[]) {
  const all = await Promise.all(sources.map((source) => recogniseOriginals(text, source)));
  return bestFirst(all.filter((one) => one !== undefined))[0];
}

function inMemory(content: string): FileBytes {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name: 'message', size: bytes.length, open };
}
