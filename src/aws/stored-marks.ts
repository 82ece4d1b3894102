import { createHash } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { StoredFailure, StoredMarks } from '../provisioning/message-ports.ts';

/** As long as a queue can keep the message, and a day. */
const KEPT_SECONDS = 15 * 24 * 3600;

/**
 * Marks in the users table, each an item of its own: `pk` is `stored#` and the SHA-256, hex, of message
 * id and reason code; `expiresAt`, in epoch seconds, is the attribute by which DynamoDB deletes it.
 */
export function createStoredMarks({
  client,
  tableName,
}: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}): StoredMarks {
  return {
    async wasStored(failure, abortSignal) {
      const command = new GetItemCommand({
        TableName: tableName,
        Key: keyOf(failure),
        ConsistentRead: true,
      });
      const { Item } = await client.send(command, { abortSignal });
      return Item !== undefined;
    },

    async markStored(failure, nowMs, abortSignal) {
      const expiresAt = Math.ceil(nowMs / 1000) + KEPT_SECONDS;
      const command = new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(failure),
        UpdateExpression: 'SET expiresAt = :expiresAt',
        ExpressionAttributeValues: { ':expiresAt': { N: String(expiresAt) } },
      });
      await client.send(command, { abortSignal });
    },
  };
}

function keyOf({ messageId, reasonCode }: StoredFailure) {
  const digest = createHash('sha256')
    .update(JSON.stringify([messageId, reasonCode]))
    .digest('hex');
  return { pk: { S: `stored#${digest}` } };
}
