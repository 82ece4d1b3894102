import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DUE_INDEX } from '../../aws/due-hires.ts';
import { WAITING } from '../../aws/scheduled-table.ts';
import { readScheduled } from './find-scheduled.ts';
import { type Stack, scheduledTableOf } from './stack.ts';
import type { StoredHire } from './stored-hire.ts';

/** Where a page of the list ends. */
export interface Place {
  /** Epoch milliseconds. */
  readonly dueAtMs: number;
  readonly key: string;
}

export interface ScheduledPage {
  /** The one that is due first comes first. */
  readonly hires: readonly StoredHire[];
  /** After which the next page begins; absent on the last one. */
  readonly next?: Place;
}

interface PageOptions {
  readonly limit: number;
  readonly after?: Place | undefined;
  /** Epoch milliseconds: only what is due by then. */
  readonly dueByMs?: number;
  readonly signal: AbortSignal;
}

const READS_AT_ONCE = 25;

/** A page of the hires that wait. The index lags behind the table: each is read, and as it is now. */
export async function listScheduled(stack: Stack, options: PageOptions): Promise<ScheduledPage> {
  const { places, next } = await placesOf(stack, options);
  const hires: StoredHire[] = [];
  for (let start = 0; start < places.length; start += READS_AT_ONCE) {
    const some = places.slice(start, start + READS_AT_ONCE);
    const read = await Promise.all(
      some.map(({ key }) => readScheduled(stack, key, options.signal)),
    );
    hires.push(...read.flatMap((hire) => (hire?.state === 'waiting' ? [hire] : [])));
  }
  return {
    hires: hires.sort((one, other) => one.dueAtMs - other.dueAtMs),
    ...(next && { next }),
  };
}

/** When each of the hires that wait, and are due by then, is due; up to `limit` of them, the first one first. */
export async function placesOf(
  stack: Stack,
  { limit, after, dueByMs = Number.MAX_SAFE_INTEGER, signal }: PageOptions,
): Promise<{ readonly places: readonly Place[]; readonly next?: Place }> {
  const { client, tableName } = scheduledTableOf(stack);
  const places: Place[] = [];
  let start = after && keyOf(after);
  do {
    const { Items = [], LastEvaluatedKey }: Page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: DUE_INDEX,
        KeyConditionExpression: 'waiting = :yes AND dueAt <= :by',
        ExpressionAttributeValues: { ':yes': { S: WAITING }, ':by': { N: String(dueByMs) } },
        Limit: limit - places.length,
        ExclusiveStartKey: start,
      }),
      { abortSignal: signal },
    );
    places.push(...Items.map(placeOf));
    start = LastEvaluatedKey;
  } while (start && places.length < limit);
  return { places, ...(start && { next: placeOf(start) }) };
}

type Key = Record<string, AttributeValue>;

interface Page {
  readonly Items?: Key[] | undefined;
  readonly LastEvaluatedKey?: Key | undefined;
}

function keyOf({ dueAtMs, key }: Place): Key {
  return { pk: { S: key }, waiting: { S: WAITING }, dueAt: { N: String(dueAtMs) } };
}

function placeOf({ pk, dueAt }: Key): Place {
  return { key: pk?.S ?? '', dueAtMs: Number(dueAt?.N) };
}
