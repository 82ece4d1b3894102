import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { CLOCKS_DIFFER_MS } from '../intake/clocks.ts';
import type { Mark, Marks, MarkWrite } from '../intake/ports.ts';
import { itemOfMark, markOfItem } from './intake-items.ts';

/** Limit of BatchGetItem. */
const MAX_KEYS = 100;
const READ_ATTEMPTS = 5;
const FIRST_DELAY_MS = 50;
/** A client has 50 connections. */
const WRITES_AT_ONCE = 20;

interface IntakeTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** DynamoDB left keys unread, at each of several attempts. */
class UnreadKeysError extends Error {
  override readonly name = 'UnreadKeysError';
  readonly isSafeToLog = true;
}

/** The marks of the intake's table: what was sent last of each person by each source. */
export function createIntakeMarks(table: IntakeTable): Marks {
  return {
    async read(keys, signal) {
      const marks = new Map<string, Mark>();
      for (let start = 0; start < keys.length; start += MAX_KEYS)
        for (const mark of await readSome(table, keys.slice(start, start + MAX_KEYS), signal))
          marks.set(mark.key, mark);
      return marks;
    },

    async write(writes, nowMs, signal) {
      const refused = new Set<string>();
      const next = writes.values();
      const writeRest = async () => {
        // The iterator is shared: each is written once.
        for (const write of next)
          if (!(await put(table, write, nowMs, signal))) refused.add(write.mark.key);
      };
      await Promise.all(Array.from({ length: WRITES_AT_ONCE }, writeRest));
      return refused;
    },
  };
}

async function readSome(
  { client, tableName }: IntakeTable,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  let unread = keys.map((key) => ({ pk: { S: key } }));
  for (let attempt = 1; unread.length > 0; attempt += 1) {
    if (attempt > READ_ATTEMPTS) throw new UnreadKeysError('DynamoDB did not read all marks.');
    if (attempt > 1) await delay(FIRST_DELAY_MS * attempt, undefined, { signal });
    const request = { Keys: unread, ConsistentRead: true };
    const command = new BatchGetItemCommand({ RequestItems: { [tableName]: request } });
    const { Responses, UnprocessedKeys } = await client.send(command, { abortSignal: signal });
    marks.push(...(Responses?.[tableName] ?? []).map(markOfItem));
    unread = (UnprocessedKeys?.[tableName]?.Keys ?? []) as typeof unread;
  }
  return marks;
}

/** Whether it was written. */
async function put(
  { client, tableName }: IntakeTable,
  { mark, over }: MarkWrite,
  nowMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const isNotLater = '(#askedAt <= :askedAt OR #askedAt > :latest)';
  const names = { '#askedAt': 'askedAt' };
  const values = {
    ':askedAt': { N: String(mark.askedAtMs) },
    // A later time is not believed (src/intake/plan-records.ts).
    ':latest': { N: String(nowMs + CLOCKS_DIFFER_MS) },
  };
  const condition =
    over === undefined
      ? {
          ConditionExpression: `attribute_not_exists(#pk) OR ${isNotLater}`,
          ExpressionAttributeNames: { ...names, '#pk': 'pk' },
          ExpressionAttributeValues: values,
        }
      : {
          ConditionExpression: `#content = :over AND ${isNotLater}`,
          ExpressionAttributeNames: { ...names, '#content': 'content' },
          ExpressionAttributeValues: { ...values, ':over': { S: over } },
        };
  const Item = itemOfMark(mark, nowMs);
  try {
    const command = new PutItemCommand({ TableName: tableName, Item, ...condition });
    await client.send(command, { abortSignal: signal });
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
