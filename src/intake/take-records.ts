import { type FileCounts, NO_COUNTS, plus } from './file-progress.ts';
import { type Asked, type PlannedRecord, planRecords, type Standing } from './plan-records.ts';
import {
  ContestedMarksError,
  type Mark,
  type Marks,
  type MarkWrite,
  type SendHires,
} from './ports.ts';
import type { HireRecord, IntakeRecord } from './read-records.ts';
import { refusalOf } from './refusal-of.ts';
import { type RejectDeps, reject } from './reject.ts';
import type { RejectedRecord } from './rejected-record.ts';

type Marked = HireRecord | RejectedRecord;
type Planned = PlannedRecord<Marked>;

export interface TakeDeps extends RejectDeps {
  readonly marks: Marks;
  readonly send: SendHires;
}

/** What records came to. */
export interface SentRecords {
  /** Without those that are refused. */
  readonly counts: FileCounts;
  /** Hires that are not sent, and are not rejected yet. */
  readonly refused: readonly RejectedRecord[];
}

/** Of a group, whose marks others write at the same time. One is enough but for two files about the same people. */
const ATTEMPTS = 4;

/**
 * Counts what records would come to. Sends nothing, and writes nothing.
 * @param seen the marks that sending writes for the people who were counted before, of the same file; those of the
 * records are added
 */
export async function countRecords(
  records: readonly IntakeRecord[],
  asked: Asked,
  deps: Pick<TakeDeps, 'marks' | 'clock' | 'signal'>,
  seen: Map<string, Mark>,
): Promise<FileCounts> {
  const { marked, leftOut } = markedOf(records);
  const planned = await planOver(seen, marked, asked, deps);
  for (const { record, write } of planned)
    if (record.kind === 'hire' && write) seen.set(record.key, write.mark);
  const { counts, refused } = resultOf(planned, asked, countedAs);
  const rejections = await planOver(seen, refused, asked, deps);
  return plus(plus(counts, leftOut), resultOf(rejections, asked, countedAs).counts);
}

/**
 * Sends hires and rejects what cannot be mapped or is refused, but for what is known or superseded; then marks them, in
 * this order: cut off in between, they are sent twice, which the engine takes as one, and never lost.
 * @throws UnsentError, ContestedMarksError, or the error of a call of the table: the records are to be taken again
 */
export async function takeRecords(
  records: readonly IntakeRecord[],
  asked: Asked,
  deps: TakeDeps,
): Promise<FileCounts> {
  const { counts, refused } = await sendRecords(records, asked, deps);
  return plus(counts, (await sendRecords(refused, asked, deps)).counts);
}

/** As takeRecords, but leaves it to the caller to reject what is refused. @throws as takeRecords */
export async function sendRecords(
  records: readonly IntakeRecord[],
  asked: Asked,
  deps: TakeDeps,
): Promise<SentRecords> {
  const { marked, leftOut } = markedOf(records);
  const taken = new Map<Marked, Planned>();
  let left = marked;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw new ContestedMarksError();
    const planned = await planOver(NO_MARKS, left, asked, deps);
    await sendPlanned(planned, asked.askedAtMs, deps);
    const refused = await writeMarks(planned, deps);
    for (const one of planned) if (!wasSent(taken.get(one.record))) taken.set(one.record, one);
    // Another file or message was faster: what it asked for decides what follows for these.
    left = left.filter(({ key }) => refused.has(key));
  }
  const { counts, refused } = resultOf([...taken.values()], asked, takenAs);
  return { counts: plus(counts, leftOut), refused };
}

function markedOf(records: readonly IntakeRecord[]) {
  const marked: readonly Marked[] = records.filter((record) => record.kind !== 'left-out');
  return { marked, leftOut: { ...NO_COUNTS, leftOut: records.length - marked.length } };
}

const NO_MARKS: ReadonlyMap<string, Mark> = new Map();

/** Compares records with the marks of the table, or with these in their place. */
async function planOver(
  seen: ReadonlyMap<string, Mark>,
  records: readonly Marked[],
  asked: Asked,
  { marks, clock, signal }: Pick<TakeDeps, 'marks' | 'clock' | 'signal'>,
): Promise<readonly Planned[]> {
  const keys = new Set(records.map(({ key }) => key));
  const stored = new Map(keys.size === 0 ? [] : await marks.read([...keys], signal));
  for (const key of keys) {
    const mark = seen.get(key);
    if (mark) stored.set(key, mark);
  }
  return planRecords(records, stored, asked, clock.now());
}

async function sendPlanned(
  planned: readonly Planned[],
  askedAtMs: number,
  deps: TakeDeps,
): Promise<void> {
  const records = planned.filter(isToSend).map(({ record }) => record);
  const hires = records.filter((record) => record.kind === 'hire');
  if (hires.length > 0)
    await deps.send(
      hires.map(({ body }) => ({ body, askedAtMs })),
      deps.signal,
    );
  const rejections = records.filter((record) => record.kind === 'rejected');
  await reject(rejections, askedAtMs, deps);
}

/** Of several records about a person, the last one's. */
async function writeMarks(
  planned: readonly Planned[],
  { marks, clock, signal }: TakeDeps,
): Promise<ReadonlySet<string>> {
  const writes = new Map<string, MarkWrite>();
  for (const { record, write } of planned) if (write) writes.set(record.key, write);
  return writes.size === 0 ? new Set() : marks.write([...writes.values()], clock.now(), signal);
}

function isToSend({ standing }: Planned): boolean {
  return standing === 'new' || standing === 'changed';
}

function wasSent(planned: Planned | undefined): boolean {
  return planned !== undefined && (isToSend(planned) || planned.standing === 'sent');
}

function resultOf(
  planned: readonly Planned[],
  asked: Asked,
  nameOf: (record: Marked, standing: Standing) => keyof FileCounts,
): SentRecords {
  const counts = { ...NO_COUNTS };
  const refused: RejectedRecord[] = [];
  for (const one of planned) {
    const { record, standing } = one;
    const refusal = refusalOf(one, asked);
    if (refusal && record.kind === 'hire') refused.push(record.rejectedAs(refusal));
    else counts[nameOf(record, standing)] += 1;
  }
  return { counts, refused };
}

function countedAs({ kind }: Marked, standing: Standing): keyof FileCounts {
  if (standing === 'known' || standing === 'sent') return 'known';
  if (kind === 'rejected') return 'rejected';
  if (standing === 'superseded') return 'superseded';
  return standing === 'new' ? 'new' : 'changed';
}

function takenAs({ kind }: Marked, standing: Standing): keyof FileCounts {
  if (standing === 'known' || standing === 'superseded') return standing;
  return kind === 'rejected' ? 'rejected' : 'sent';
}
