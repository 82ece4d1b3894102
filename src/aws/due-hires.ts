import { type DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { DueHire, DueHires } from '../provisioning/release-due-hires.ts';
import { MAX_BATCH_ENTRIES } from './batches.ts';
import { type ConditionalUpdate, updateIf } from './conditional-update.ts';
import { ScheduledItemError, scheduledHireOf } from './scheduled-item.ts';
import { WAITING } from './scheduled-table.ts';

/** The sparse index of the hires that wait, by the time at which they are due. It holds keys only. */
export const DUE_INDEX = 'waiting-by-due-time';

/** The sweep's part of the table of scheduled hires. Its methods throw when a call of the table fails. */
export function createDueHires(table: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): DueHires {
  const { client, tableName } = table;
  const read = async (key: string, nowMs: number, signal: AbortSignal) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true }),
      { abortSignal: signal },
    );
    if (Item === undefined) return [];
    // The index lags behind the table: the hire may have another date by now, or none.
    const { state, dueAtMs, askedAtMs, version } = scheduledHireOf(Item);
    const body = Item['body']?.S;
    if (state !== 'waiting' || dueAtMs > nowMs) return [];
    if (body === undefined) throw new ScheduledItemError('body');
    return [{ key, body, dueAtMs, askedAtMs, version }];
  };

  return {
    async *due(nowMs, signal) {
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          IndexName: DUE_INDEX,
          KeyConditionExpression: 'waiting = :yes AND dueAt <= :now',
          ExpressionAttributeValues: { ':yes': { S: WAITING }, ':now': { N: String(nowMs) } },
          Limit: MAX_BATCH_ENTRIES,
        },
        { abortSignal: signal },
      );
      let invalid: unknown;
      for await (const { Items = [] } of pages) {
        const keys = Items.map(({ pk }) => pk?.S ?? '');
        const reading = await Promise.allSettled(keys.map((key) => read(key, nowMs, signal)));
        yield reading.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
        const failures = reading.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
        const outage = failures.find((failure) => !(failure instanceof ScheduledItemError));
        if (outage) throw outage;
        invalid ??= failures[0];
      }
      // After all that can be read: one invalid item keeps no one waiting, and still fails the run.
      if (invalid) throw invalid;
    },

    async markReleased(hire, signal) {
      await updateIf(table, releasedUpdate(hire), signal);
    },
  };
}

/** waiting at this version → released, without the body. */
function releasedUpdate({ key, version }: DueHire): ConditionalUpdate {
  return {
    key,
    update: 'SET #state = :released REMOVE #waiting, #body ADD #version :one',
    condition: '#version = :version',
    values: {
      ':released': { S: 'released' },
      ':version': { N: String(version) },
      ':one': { N: '1' },
    },
  };
}
