import { describeOther } from '../sources/describe-file.ts';
import { type FileBytes, UnreadableFileError } from '../sources/files/file-bytes.ts';
import { examineFile, type TextFile } from '../sources/files/text-file.ts';
import { readRecords } from '../sources/read-records.ts';
import { type Recognised, recognise, recogniseOriginals } from '../sources/recognise.ts';
import type { Source } from '../sources/source.ts';
import type { FileCounts } from './file-progress.ts';
import { contentOf } from './message-content.ts';
import { type IntakeRecord, readRecord } from './read-records.ts';
import { reject } from './reject.ts';
import { type TakeDeps, takeRecords } from './take-records.ts';
import { NO_SOURCE, rejectUnreadable } from './unreadable.ts';

export interface RawMessage {
  readonly body: string;
  /** Its attribute, where it has one. */
  readonly source?: string;
  /** An operator sent it back: it is kept nowhere else. */
  readonly isCopy?: boolean;
  /** Epoch milliseconds. */
  readonly askedAtMs: number;
}

export interface TakeMessageDeps extends TakeDeps {
  readonly sources: readonly Source[];
  /** Aborts when no more records are to be begun in this invocation. */
  readonly pause: AbortSignal;
  /** What was sent or rejected, group by group. */
  readonly onTaken: (counts: FileCounts) => void;
}

const GROUP = 100;

/**
 * Takes a message with raw records, one or many. No approval is asked for: a message is small.
 * @returns whether all of it is taken; else the time was over, and the next delivery finds the marks of what is done
 * @throws the error of a call, UnsentError or ContestedMarksError: to be taken again
 */
export async function takeMessage(
  message: RawMessage,
  deps: TakeMessageDeps,
): Promise<'done' | 'paused'> {
  try {
    const { text, recognised } = await openMessage(message, deps.sources);
    return await takeAll(text, recognised, message, deps);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const isDeployed = deps.sources.some(({ name }) => name === message.source);
    const source = isDeployed && message.source !== undefined ? message.source : NO_SOURCE;
    const unreadable = { source, body: message.body, rules: error.message };
    await rejectUnreadable({ cameAs: 'rejected-record', ...unreadable }, message.askedAtMs, deps);
    return 'done';
  }
}

async function takeAll(
  text: TextFile,
  recognised: Recognised,
  message: RawMessage,
  deps: TakeMessageDeps,
): Promise<'done' | 'paused'> {
  const { askedAtMs } = message;
  const { digests } = deps;
  let number = 0;
  let records: IntakeRecord[] = [];
  const take = async () => {
    deps.onTaken(await (message.isCopy ? takeCopies : takeRecords)(records, askedAtMs, deps));
    records = [];
  };
  for await (const one of readRecords(text, recognised)) {
    // With at least one record more than before, as those that are marked take no time.
    if (number > 0 && deps.pause.aborted) {
      await take();
      return 'paused';
    }
    number += 1;
    records.push(await readRecord(one, number, { recognised, askedAtMs, digests }));
    if (records.length === GROUP) await take();
  }
  await take();
  return 'done';
}

/** Rejects again what still cannot be mapped, whatever its mark says: else it would be lost. */
async function takeCopies(
  records: readonly IntakeRecord[],
  askedAtMs: number,
  deps: TakeMessageDeps,
): Promise<FileCounts> {
  const rejections = records.filter((record) => record.kind === 'rejected');
  await reject(rejections, askedAtMs, deps);
  const others = records.filter((record) => record.kind !== 'rejected');
  return { ...(await takeRecords(others, askedAtMs, deps)), rejected: rejections.length };
}

/** @throws UnreadableFileError if no source that is deployed, or not the one that is named, describes it */
export async function openMessage({ body, source: name }: RawMessage, deployed: readonly Source[]) {
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
  const found = all.filter((one) => one !== undefined);
  return found.toSorted((one, other) => other.score - one.score)[0];
}

function inMemory(content: string): FileBytes {
  const bytes = Buffer.from(content);
  async function* open() {
    yield bytes;
  }
  return { name: 'message', size: bytes.length, open };
}
