import { CLOCKS_DIFFER_MS } from './clocks.ts';
import type { HirePlace, Mark, MarkWrite } from './ports.ts';

/** A record that can be compared with what was sent before. */
export interface MarkedRecord {
  /** Key of its mark. */
  readonly key: string;
  /** Digest of what is sent or rejected. */
  readonly content: string;
  /** Of a hire. */
  readonly place?: HirePlace;
}

/** The file or message that records come from. */
export interface Asked {
  /** In epoch milliseconds. */
  readonly askedAtMs: number;
  /** An operator sent it back: it is as old as the file or message that it came from, and has no place in it. */
  readonly isCopy?: boolean;
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
  /** Another record of the same file or message is about the same person, and decides. */
  | 'repeated'
  /** Something else was asked for later. */
  | 'superseded'
  /** A record at another address was asked for later: it may be about someone else. */
  | 'superseded-elsewhere';

export interface PlannedRecord<Record extends MarkedRecord> {
  readonly record: Record;
  readonly standing: Standing;
  /** The record in whose place one that is repeated does not count. */
  readonly decidedBy?: HirePlace;
  /** Absent where the mark stays as it is. */
  readonly write?: MarkWrite;
}

/** No content has this digest: the next file that has the person is sent. */
const VOID = 'void';

/**
 * Compares records with their marks, in the order of the file: a record about a person is also compared with those
 * before it.
 * @param nowMs in epoch milliseconds
 */
export function planRecords<Record extends MarkedRecord>(
  records: readonly Record[],
  stored: ReadonlyMap<string, Mark>,
  asked: Asked,
  nowMs: number,
): readonly PlannedRecord<Record>[] {
  const marks = new Map([...stored].map(([key, mark]) => [key, believed(mark, nowMs)] as const));
  return records.map((record) => {
    const mark = marks.get(record.key);
    const standing = standingOf(record, mark, asked);
    const write = writeOf(standing, record, mark, asked.askedAtMs);
    if (write) marks.set(record.key, write.mark);
    const decidedBy = standing === 'repeated' ? mark?.place : undefined;
    return { record, standing, ...(decidedBy && { decidedBy }), ...(write && { write }) };
  });
}

/** A time that has not come is none of HR's: it would outdo whatever HR sends until then. So it outdoes nothing. */
function believed(mark: Mark, nowMs: number): Mark {
  return mark.askedAtMs > nowMs + CLOCKS_DIFFER_MS ? { ...mark, askedAtMs: 0 } : mark;
}

function standingOf(
  { content, place }: MarkedRecord,
  mark: Mark | undefined,
  { askedAtMs, isCopy }: Asked,
): Standing {
  if (mark === undefined) return 'new';
  if (mark.content === content) return mark.sentForMs === askedAtMs ? 'sent' : 'known';
  if (mark.askedAtMs > askedAtMs)
    return mark.place?.address === place?.address ? 'superseded' : 'superseded-elsewhere';
  // As in sentForMs, the time stands for the file or message.
  const isFromSame = mark.askedAtMs === askedAtMs;
  return isFromSame && (isCopy || isBefore(mark.place, place)) ? 'repeated' : 'changed';
}

/**
 * The first record of a person decides. So it is the same one every day, and however often a file is cut off: its mark
 * is written before later records of the file are compared. A record may also meet its own mark, where that is void.
 */
function isBefore(marked: HirePlace | undefined, place: HirePlace | undefined): boolean {
  return marked !== undefined && place !== undefined && marked.record < place.record;
}

function writeOf(
  standing: Standing,
  { key, content, place }: MarkedRecord,
  mark: Mark | undefined,
  askedAtMs: number,
): MarkWrite | undefined {
  const at = place && { place };
  if (mark === undefined || standing === 'new' || standing === 'changed')
    return { mark: { key, content, askedAtMs, sentForMs: askedAtMs, ...at } };
  // HR still asks for it: a file that comes late must not undo it, and the mark must not expire.
  if (standing === 'known' && mark.askedAtMs < askedAtMs)
    return { mark: { ...mark, askedAtMs, ...at }, over: content };
  // What this file sent before it was cut off came after what the mark says. So the mark no longer says what was
  // sent last.
  const isSuperseded = standing === 'superseded' || standing === 'superseded-elsewhere';
  if (isSuperseded && mark.sentForMs < askedAtMs && mark.content !== VOID)
    return { mark: { ...mark, content: VOID }, over: mark.content };
  return undefined;
}
