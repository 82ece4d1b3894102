import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type EndedHire,
  type ScheduledHires,
  type Scheduling,
  waitsElsewhere,
} from '../provisioning/scheduled-hires.ts';
import { type ConditionalUpdate, updateIf } from './conditional-update.ts';
import { scheduledHireOf } from './scheduled-item.ts';

/** A hire that is over is kept this long after its day, where nothing has ended it. */
const KEPT_AFTER_DUE_MS = 30 * 24 * 3_600_000;

/** The value of `waiting` in every item that waits: the sparse index by due time has one partition. */
export const WAITING = 'yes';

/**
 * The table of scheduled hires on DynamoDB: partition key `pk` (string). The only table that holds message bodies,
 * each until its hire is released, or the event is sent that it was cancelled.
 */
export function createScheduledTable(table: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): ScheduledHires {
  const { client, tableName } = table;
  return {
    async schedule(scheduling, signal) {
      const { kind, item } = await updateIf(table, scheduleUpdate(scheduling), signal);
      if (kind === 'written') return { kind: 'waiting' };
      if (item === undefined) throw new Error('DynamoDB refused a first write.');
      const by = scheduledHireOf(item);
      const isElsewhere = waitsElsewhere(by, scheduling.personKey);
      return isElsewhere ? { kind: 'elsewhere' } : { kind: 'superseded', by };
    },

    async read(key, signal) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true }),
        { abortSignal: signal },
      );
      return Item && scheduledHireOf(Item);
    },

    async end(hire, signal) {
      const { key, personKey, askedAtMs, hasAccount } = hire;
      const ofThisHire = 'askedAt <= :askedAt AND personKey = :personKey';
      const command = new DeleteItemCommand({
        TableName: tableName,
        Key: keyOf(key),
        ConditionExpression: hasAccount
          ? ofThisHire
          : `${ofThisHire} AND attribute_not_exists(cancelledAt)`,
        ExpressionAttributeValues: {
          ':askedAt': { N: String(askedAtMs) },
          ':personKey': { S: personKey },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        await client.send(command, { abortSignal: signal });
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        if (!hasAccount && error.Item?.['cancelledAt'])
          await updateIf(table, endedUpdate(hire), signal);
      }
    },
  };
}

/**
 * (none), or what was asked for earlier → waiting. The same message again waits again, and so does one that an
 * operator has edited since it was released, but neither once it was cancelled. An item of the employee at another
 * address gives way only once an operator has cancelled it: the message is no proof of whose id it is.
 */
function scheduleUpdate(scheduling: Scheduling): ConditionalUpdate {
  const { key, personKey, requestKey, requestId, dueAtMs, askedAtMs, body, bodyDigest } =
    scheduling;
  return {
    key,
    update: `SET #state = :waiting, #waiting = :yes, #dueAt = :dueAt, #askedAt = :askedAt, #body = :body,
        #bodyHash = :bodyHash, #personKey = :personKey, #requestKey = :requestKey, #requestId = :requestId,
        #expiresAt = :expiresAt
      ADD #version :one`,
    condition: `attribute_not_exists(#pk)
      OR ((#personKey = :personKey OR #state = :cancelled) AND #askedAt < :askedAt)
      OR (#personKey = :personKey AND #askedAt = :askedAt
        AND (#bodyHash = :bodyHash OR #state = :released) AND #state <> :cancelled)`,
    values: {
      ':waiting': { S: 'waiting' },
      ':cancelled': { S: 'cancelled' },
      ':released': { S: 'released' },
      ':yes': { S: WAITING },
      ':dueAt': { N: String(dueAtMs) },
      ':askedAt': { N: String(askedAtMs) },
      ':body': { S: body },
      ':bodyHash': { S: bodyDigest },
      ':personKey': { S: personKey },
      ':requestKey': { S: requestKey },
      ':requestId': { S: requestId },
      ':expiresAt': expiresAt(dueAtMs),
      ':one': { N: '1' },
    },
  };
}

/** Waiting, or released → cancelled, as before it: a copy of what an operator had cancelled may still be under way. */
function endedUpdate({ key, personKey, askedAtMs }: EndedHire): ConditionalUpdate {
  return {
    key,
    update:
      'SET #state = :cancelled, #askedAt = #cancelledAt REMOVE #waiting, #body ADD #version :one',
    condition:
      '#askedAt <= :askedAt AND #personKey = :personKey AND attribute_exists(#cancelledAt)',
    values: {
      ':cancelled': { S: 'cancelled' },
      ':askedAt': { N: String(askedAtMs) },
      ':personKey': { S: personKey },
      ':one': { N: '1' },
    },
  };
}

/** When an item ends by its time to live, in epoch seconds. */
export function expiresAt(fromMs: number): AttributeValue {
  return { N: String(Math.ceil((fromMs + KEPT_AFTER_DUE_MS) / 1000)) };
}

function keyOf(key: string): Record<string, AttributeValue> {
  return { pk: { S: key } };
}
