import { CLOCKS_DIFFER_MS } from './clocks.ts';
import type { Mark, MarkWrite } from './ports.ts';

/** A record that can be compared with what was sent before. */
export interface MarkedRecord {
  /** Key of its mark. */
  readonly key: string;
  /** Digest of what is sent or rejected. */
  readonly content: string;
}

/** What the mark of a record says about it. */
export type Standing =
  /** Nothing was sent before. */
  | 'new'
  /** Something else was sent before. */
  | 'changed'
  /** This file or message has sent it, before it was cut off. */
  | 'sent'
  /** The same was sent before. */
  | 'known'
  /** Something else was asked for later. */
  | 'superseded';

export interface PlannedRecord<Record extends MarkedRecord> {
  readonly record: Record;
  readonly standing: Standing;
  /** Absent where the mark stays as it is. */
  readonly write?: MarkWrite;
}

/** No content has this digest: the next file that has the person is sent. */
const VOID = 'void';

/**
 * Compares records with their marks, in the order of the file: a record about a person is also compared with those
 * before it.
 * @param askedAtMs of the file or message, in epoch milliseconds
 * @param nowMs in epoch milliseconds
 */
export function planRecords<Record extends MarkedRecord>(
  records: readonly Record[],
  stored: ReadonlyMap<string, Mark>,
  askedAtMs: number,
  nowMs: number,
): readonly PlannedRecord<Record>[] {
  const marks = new Map([...stored].map(([key, mark]) => [key, believed(mark, nowMs)] as const));
  return records.map((record) => {
    const mark = marks.get(record.key);
    const standing = standingOf(record, mark, askedAtMs);
    const write = writeOf(standing, record, mark, askedAtMs);
    if (write) marks.set(record.key, write.mark);
    return { record, standing, ...(write && { write }) };
  });
}

/** A time that has not come is none of HR's: it would outdo whatever HR sends until then. So it outdoes nothing. */
function believed(mark: Mark, nowMs: number): Mark {
  return mark.askedAtMs > nowMs + CLOCKS_DIFFER_MS ? { ...mark, askedAtMs: 0 } : mark;
}

function standingOf(
  { content }: MarkedRecord,
  mark: Mark | undefined,
  askedAtMs: number,
): Standing {
  if (mark === undefined) return 'new';
  if (mark.content === content) return mark.sentForMs === askedAtMs ? 'sent' : 'known';
  return mark.askedAtMs > askedAtMs ? 'superseded' : 'changed';
}

function writeOf(
  standing: Standing,
  { key, content }: MarkedRecord,
  mark: Mark | undefined,
  askedAtMs: number,
): MarkWrite | undefined {
  if (mark === undefined || standing === 'new' || standing === 'changed')
    return { mark: { key, content, askedAtMs, sentForMs: askedAtMs } };
  // HR still asks for it: a file that comes late must not undo it, and the mark must not expire.
  if (standing === 'known' && mark.askedAtMs < askedAtMs)
    return { mark: { ...mark, askedAtMs }, over: content };
  // What this file sent before it was cut off came after what the mark says. So the mark no longer says what was
  // sent last.
  if (standing === 'superseded' && mark.sentForMs < askedAtMs && mark.content !== VOID)
    return { mark: { ...mark, content: VOID }, over: mark.content };
  return undefined;
}
