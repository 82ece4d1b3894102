import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  FILE_ENDS,
  FILE_STATES,
  type FileCounts,
  type FileProgress,
  NO_COUNTS,
} from '../intake/file-progress.ts';
import type { HirePlace, Mark } from '../intake/ports.ts';

export type IntakeItem = Readonly<Record<string, AttributeValue>>;

const DAY_MS = 24 * 3_600_000;
/** Longer than a file is kept in the bucket. */
const FILE_KEPT_MS = 40 * DAY_MS;
/** As long as a start date may be ahead. Each file that has the person again begins it again. */
const MARK_KEPT_MS = 400 * DAY_MS;

/** An item of the intake's table that Joiner did not write, or that was changed afterwards. */
export class IntakeItemError extends Error {
  override readonly name = 'IntakeItemError';
  readonly isSafeToLog = true;

  constructor(attribute: string) {
    super(
      `An item of the intake's table has no valid "${attribute}". Delete it: the file is then taken from its start, and what was sent is sent once more, which does no harm.`,
    );
  }
}

/** The item of a file: partition key `pk`, and an attribute for each fact. */
export function itemOfFile(file: FileProgress): IntakeItem {
  const { end, approvedBy, why, counts, rowsAboveHeader } = file;
  return {
    pk: { S: file.key },
    source: { S: file.source },
    objectKey: { S: file.objectKey },
    versionId: { S: file.versionId },
    size: number(file.size),
    state: { S: file.state },
    done: number(file.done),
    counts: {
      M: Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, number(count)])),
    },
    askedAt: number(file.askedAtMs),
    startedAt: number(file.startedAtMs),
    updatedAt: number(file.updatedAtMs),
    expiresAt: epochSeconds(file.updatedAtMs + FILE_KEPT_MS),
    ...(rowsAboveHeader !== undefined && { rowsAboveHeader: number(rowsAboveHeader) }),
    ...(end !== undefined && { end: { S: end } }),
    ...(approvedBy !== undefined && { approvedBy: { S: approvedBy } }),
    ...(why !== undefined && { why: { S: why } }),
  };
}

/**
 * The file of an item. Unknown attributes are ignored.
 * @throws IntakeItemError when an attribute is missing or invalid; it names the first one, not its value
 */
export function fileOfItem(item: IntakeItem): FileProgress {
  const state = FILE_STATES.find((one) => one === item['state']?.S);
  if (state === undefined) throw new IntakeItemError('state');
  const end = FILE_ENDS.find((one) => one === item['end']?.S);
  const [approvedBy, why] = [item['approvedBy']?.S, item['why']?.S];
  return {
    key: textOf(item, 'pk'),
    source: textOf(item, 'source'),
    objectKey: textOf(item, 'objectKey'),
    versionId: textOf(item, 'versionId'),
    size: numberOf(item, 'size'),
    state,
    done: numberOf(item, 'done'),
    counts: countsOf(item),
    ...('rowsAboveHeader' in item && { rowsAboveHeader: numberOf(item, 'rowsAboveHeader') }),
    askedAtMs: numberOf(item, 'askedAt'),
    startedAtMs: numberOf(item, 'startedAt'),
    updatedAtMs: numberOf(item, 'updatedAt'),
    ...(end !== undefined && { end }),
    ...(approvedBy !== undefined && { approvedBy }),
    ...(why !== undefined && { why }),
  };
}

export function itemOfMark(mark: Mark, nowMs: number): IntakeItem {
  return {
    pk: { S: mark.key },
    content: { S: mark.content },
    askedAt: number(mark.askedAtMs),
    sentFor: number(mark.sentForMs),
    expiresAt: epochSeconds(nowMs + MARK_KEPT_MS),
    ...(mark.place && itemOfPlace(mark.place)),
  };
}

function itemOfPlace({ record, line, address }: HirePlace): IntakeItem {
  return { record: number(record), line: number(line), address: { S: address } };
}

/** @throws IntakeItemError */
export function markOfItem(item: IntakeItem): Mark {
  return {
    key: textOf(item, 'pk'),
    content: textOf(item, 'content'),
    askedAtMs: numberOf(item, 'askedAt'),
    sentForMs: numberOf(item, 'sentFor'),
    ...('address' in item && { place: placeOf(item) }),
  };
}

function placeOf(item: IntakeItem): HirePlace {
  return {
    record: numberOf(item, 'record'),
    line: numberOf(item, 'line'),
    address: textOf(item, 'address'),
  };
}

function countsOf(item: IntakeItem): FileCounts {
  const stored = item['counts']?.M;
  if (stored === undefined) throw new IntakeItemError('counts');
  const names = Object.keys(NO_COUNTS) as (keyof FileCounts)[];
  const counts = names.map((name) => [name, Number(stored[name]?.N ?? 0)] as const);
  return Object.fromEntries(counts) as unknown as FileCounts;
}

function textOf(item: IntakeItem, attribute: string): string {
  const text = item[attribute]?.S;
  if (text === undefined) throw new IntakeItemError(attribute);
  return text;
}

function numberOf(item: IntakeItem, attribute: string): number {
  const value = Number(item[attribute]?.N ?? Number.NaN);
  if (!Number.isSafeInteger(value)) throw new IntakeItemError(attribute);
  return value;
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** As DynamoDB's time to live counts. */
function epochSeconds(ms: number): AttributeValue {
  return number(Math.ceil(ms / 1000));
}
