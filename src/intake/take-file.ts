import { describeOther } from '../sources/describe-file.ts';
import { UnreadableFileError } from '../sources/files/file-bytes.ts';
import { examineFile } from '../sources/files/text-file.ts';
import { readRecords } from '../sources/read-records.ts';
import { recogniseAs } from '../sources/recognise.ts';
import type { Source } from '../sources/source.ts';
import {
  type ApprovalLimit,
  afterCounting,
  atStartOfSending,
  type FileCounts,
  type FileProgress,
  type FileState,
  type IntakeFile,
  plus,
} from './file-progress.ts';
import { PausedError, pausedFile } from './paused-file.ts';
import type { Bucket, IntakeFiles, Mark } from './ports.ts';
import { ObjectGoneError } from './ports.ts';
import { readOptionsFor } from './read-options.ts';
import { type IntakeRecord, readRecord } from './read-records.ts';
import { countRecords, type TakeDeps, takeRecords } from './take-records.ts';
import { NO_SOURCE, rejectUnreadable } from './unreadable.ts';

export interface TakeFileDeps extends TakeDeps {
  readonly files: IntakeFiles;
  readonly bucket: Bucket;
  /** Those that are deployed. */
  readonly sources: readonly Source[];
  readonly limit: ApprovalLimit;
  /** Of events in envelopes, which a file then has none of; none for any type. */
  readonly acceptedEventTypes: readonly string[];
  readonly steps: FileSteps;
  /** Aborts when no more records are to be begun in this invocation. */
  readonly pause: AbortSignal;
  /** What was sent or rejected, group by group. */
  readonly onTaken: (counts: FileCounts) => void;
}

export type TakenFile =
  /** Nothing more is to be done with its notification. */
  | { readonly kind: 'settled'; readonly file: FileProgress }
  /** The time was over: the rest follows. */
  | { readonly kind: 'paused'; readonly file: FileProgress };

/** In how large steps a file is taken. */
export interface FileSteps {
  /** Records whose marks are read together. */
  readonly group: number;
  /** Records after which the progress is stored. */
  readonly save: number;
}

/** One call reads a hundred marks. */
export const FILE_STEPS: FileSteps = { group: 100, save: 1_000 };

type Pass = 'counting' | 'sending';

/**
 * Takes one version of one object, as far as the time reaches: it is counted as a whole, and then sent, or waits for
 * an operator. Cut off anywhere, or taken twice at once, it continues from what is stored of it.
 * @param notification what announced it: the body to set aside if no record can be read
 * @throws the error of a call, UnsentError or ContestedMarksError: to be taken again
 */
export async function takeFile(
  file: IntakeFile,
  notification: string,
  deps: TakeFileDeps,
): Promise<TakenFile> {
  const { files, clock, signal } = deps;
  let progress = await files.begin(file, clock.now(), signal);
  for (;;) {
    switch (progress.state) {
      case 'done':
      case 'waiting':
        return { kind: 'settled', file: progress };
      case 'approved':
        progress = await advance('approved', atStartOfSending(progress), deps);
        break;
      case 'counting':
      case 'sending': {
        const passed = await passOver(progress, progress.state, notification, deps);
        if (passed.kind === 'paused') return passed;
        progress = passed.file;
      }
    }
  }
}

function advance(
  from: FileState,
  to: FileProgress,
  { files, clock, signal }: TakeFileDeps,
): Promise<FileProgress> {
  return files.advance(from, to, clock.now(), signal);
}

/** Continues a pass until the state changes, by this delivery or another one, or the time is over. */
async function passOver(
  progress: FileProgress,
  pass: Pass,
  notification: string,
  deps: TakeFileDeps,
): Promise<TakenFile> {
  try {
    return await passRecords(progress, pass, deps);
  } catch (error) {
    if (error instanceof ObjectGoneError)
      return settled(await advance(pass, { ...progress, state: 'done', end: 'gone' }, deps));
    if (!(error instanceof UnreadableFileError)) throw error;
    const { askedAtMs } = progress;
    // A folder may have any name.
    const source = deployedIn(deps.sources, progress)?.name ?? NO_SOURCE;
    const unreadable = { source, body: notification, rules: error.message };
    await rejectUnreadable({ cameAs: 'rejected-file', ...unreadable }, askedAtMs, deps);
    return settled(await advance(pass, { ...progress, state: 'done', end: 'unreadable' }, deps));
  }
}

function settled(file: FileProgress): TakenFile {
  return { kind: 'settled', file };
}

async function passRecords(
  progress: FileProgress,
  pass: Pass,
  deps: TakeFileDeps,
): Promise<TakenFile> {
  let at = progress;
  let savedAt = progress.done;
  // Of this invocation: 50 MB for as many people as a file may have.
  const seen = new Map<string, Mark>();
  for await (const { number, records, ...above } of groupsOf(progress, () => at.done, deps)) {
    const counts = await takeGroup(records, pass, progress, deps, seen);
    at = { ...at, done: number, counts: plus(at.counts, counts), ...above };
    const isPaused = deps.pause.aborted;
    if (!isPaused && at.done - savedAt < deps.steps.save) continue;
    const stored = await advance(pass, at, deps);
    if (isPaused) return { kind: 'paused', file: stored };
    if (stored.state !== pass) return settled(stored);
    // Another delivery may be ahead: what it is past is skipped.
    at = stored;
    savedAt = stored.done;
  }
  const end: FileProgress =
    pass === 'counting' ? afterCounting(at, deps.limit) : { ...at, state: 'done', end: 'sent' };
  return settled(await advance(pass, end, deps));
}

async function takeGroup(
  records: readonly IntakeRecord[],
  pass: Pass,
  { askedAtMs }: IntakeFile,
  deps: TakeFileDeps,
  seen: Map<string, Mark>,
): Promise<FileCounts> {
  if (pass === 'counting') return countRecords(records, { askedAtMs }, deps, seen);
  const counts = await takeRecords(records, { askedAtMs }, deps);
  deps.onTaken(counts);
  return counts;
}

interface Group {
  /** Place of its last record in the file, counted from 1. */
  readonly number: number;
  readonly records: readonly IntakeRecord[];
  /** Of the file; absent where there are none. */
  readonly rowsAboveHeader?: number;
}

/**
 * The records that are not done, mapped. A group ends early when the time is over, so that each pass advances; and it
 * ends without a record where none comes, as in a file that is mostly blank. Such a file is not stuck: within its
 * limits, one invocation can read all of it several times.
 */
async function* groupsOf(
  file: IntakeFile,
  done: () => number,
  deps: TakeFileDeps,
): AsyncGenerator<Group> {
  const { text, recognised } = await openFile(file, deps);
  const { askedAtMs } = file;
  const { digests } = deps;
  const options = readOptionsFor(deps.acceptedEventTypes);
  const rowsAboveHeader = 'header' in recognised ? recognised.header.rowsAbove : 0;
  const above = rowsAboveHeader > 0 ? { rowsAboveHeader } : {};
  const untilPause = { ...text, file: pausedFile(text.file, deps.pause) };
  let number = 0;
  let records: IntakeRecord[] = [];
  try {
    for await (const one of readRecords(untilPause, recognised, options)) {
      number += 1;
      if (number <= done()) continue;
      records.push(await readRecord(one, number, { recognised, askedAtMs, digests }));
      if (records.length < deps.steps.group && !deps.pause.aborted) continue;
      yield { number, records, ...above };
      records = [];
    }
  } catch (error) {
    if (!(error instanceof PausedError)) throw error;
    // Perhaps without a record, or before the first one that is not done.
    number = Math.max(number, done());
    yield { number, records, ...above };
    return;
  }
  if (records.length > 0) yield { number, records, ...above };
}

async function openFile(file: IntakeFile, { sources, bucket, signal }: TakeFileDeps) {
  const source = deployedIn(sources, file);
  if (source === undefined) throw new UnreadableFileError([{ rule: unknownSource(sources) }]);
  const open = () => bucket.open(file, signal);
  const text = await examineFile({ name: file.objectKey, size: file.size, open });
  const recognised = await recogniseAs(text, source);
  if (recognised) return { text, recognised };
  const rule = await describeOther(text, source, sources);
  throw new UnreadableFileError([{ rule }]);
}

function deployedIn(
  sources: readonly Source[],
  file: Pick<IntakeFile, 'source'>,
): Source | undefined {
  return sources.find(({ name }) => name === file.source);
}

function unknownSource(sources: readonly Source[]): string {
  const names = sources.map(({ name }) => name).join(', ');
  return `must lie in a folder that is named as a source of this stack: ${names}. Put it there, or deploy the source`;
}
