import { type FileCounts, NO_COUNTS } from './file-progress.ts';
import { type PlannedRecord, planRecords, type Standing } from './plan-records.ts';
import {
  ContestedMarksError,
  type Mark,
  type Marks,
  type MarkWrite,
  type SendHires,
} from './ports.ts';
import type { IntakeRecord } from './read-records.ts';
import { type RejectDeps, reject } from './reject.ts';

type Marked = Exclude<IntakeRecord, { readonly kind: 'left-out' }>;

export interface TakeDeps extends RejectDeps {
  readonly marks: Marks;
  readonly send: SendHires;
}

/** Of a group, whose marks others write at the same time. One is enough but for two files about the same people. */
const ATTEMPTS = 4;

/**
 * Counts what records would come to. Sends nothing, and writes nothing.
 * @param seen keys of the people who were counted before, of the same file; those of the records are added
 */
export async function countRecords(
  records: readonly IntakeRecord[],
  askedAtMs: number,
  { marks, clock, signal }: Pick<TakeDeps, 'marks' | 'clock' | 'signal'>,
  seen: Set<string>,
): Promise<FileCounts> {
  const marked = records.filter((record) => record.kind !== 'left-out');
  const stored = await readMarks(marked, marks, signal);
  const planned = planRecords(marked, stored, askedAtMs, clock.now());
  return countsOf(records.length - marked.length, planned, (record, standing) => {
    const isRepeated = seen.has(record.key);
    if (record.kind === 'hire') seen.add(record.key);
    return countedAs(record, standing, isRepeated);
  });
}

/**
 * Sends hires and rejects what cannot be mapped, but for what is known or superseded; then marks them, in this order:
 * cut off in between, they are sent twice, which the engine takes as one, and never lost.
 * @param askedAtMs of the file or message, in epoch milliseconds
 * @throws UnsentError, ContestedMarksError, or the error of a call of the table: the records are to be taken again
 */
export async function takeRecords(
  records: readonly IntakeRecord[],
  askedAtMs: number,
  deps: TakeDeps,
): Promise<FileCounts> {
  const marked = records.filter((record) => record.kind !== 'left-out');
  const taken = new Map<Marked, PlannedRecord<Marked>>();
  let left: readonly Marked[] = marked;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    if (attempt > ATTEMPTS) throw new ContestedMarksError();
    const stored = await readMarks(left, deps.marks, deps.signal);
    const planned = planRecords(left, stored, askedAtMs, deps.clock.now());
    await sendPlanned(planned, askedAtMs, deps);
    const refused = await writeMarks(planned, deps);
    for (const one of planned) if (!wasSent(taken.get(one.record))) taken.set(one.record, one);
    // Another file or message was faster: what it asked for decides what follows for these.
    left = left.filter(({ key }) => refused.has(key));
  }
  return countsOf(records.length - marked.length, [...taken.values()], takenAs);
}

async function readMarks(
  records: readonly Marked[],
  marks: Marks,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Mark>> {
  const keys = new Set(records.map(({ key }) => key));
  return keys.size === 0 ? new Map() : marks.read([...keys], signal);
}

async function sendPlanned(
  planned: readonly PlannedRecord<Marked>[],
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
  planned: readonly PlannedRecord<Marked>[],
  { marks, clock, signal }: TakeDeps,
): Promise<ReadonlySet<string>> {
  const writes = new Map<string, MarkWrite>();
  for (const { record, write } of planned) if (write) writes.set(record.key, write);
  return writes.size === 0 ? new Set() : marks.write([...writes.values()], clock.now(), signal);
}

function isToSend({ standing }: PlannedRecord<Marked>): boolean {
  return standing === 'new' || standing === 'changed';
}

function wasSent(planned: PlannedRecord<Marked> | undefined): boolean {
  return planned !== undefined && (isToSend(planned) || planned.standing === 'sent');
}

function countsOf(
  leftOut: number,
  planned: readonly PlannedRecord<Marked>[],
  nameOf: (record: Marked, standing: Standing) => keyof FileCounts,
): FileCounts {
  const counts = { ...NO_COUNTS, leftOut };
  for (const { record, standing } of planned) counts[nameOf(record, standing)] += 1;
  return counts;
}

function countedAs({ kind }: Marked, standing: Standing, isRepeated: boolean): keyof FileCounts {
  if (standing === 'known' || standing === 'sent') return 'known';
  if (kind === 'rejected') return 'rejected';
  return isRepeated && standing === 'changed' ? 'new' : standing;
}

function takenAs({ kind }: Marked, standing: Standing): keyof FileCounts {
  if (standing === 'known' || standing === 'superseded') return standing;
  return kind === 'rejected' ? 'rejected' : 'sent';
}
