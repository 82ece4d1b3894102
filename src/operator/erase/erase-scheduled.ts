import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { type Stack, scheduledTableOf } from '../stack/stack.ts';
import type { StoredHire } from '../stack/stored-hire.ts';

/** One conditional DeleteItem of what waits for its day, or once did, if it is still as it was shown. */
export async function eraseScheduled(
  stack: Stack,
  { key, version }: StoredHire,
  signal: AbortSignal,
): Promise<'erased' | 'changed'> {
  const { client, tableName } = scheduledTableOf(stack);
  const command = new DeleteItemCommand({
    TableName: tableName,
    Key: { pk: { S: key } },
    ConditionExpression: 'attribute_not_exists(pk) OR version = :version',
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  });
  try {
    await client.send(command, { abortSignal: signal });
    return 'erased';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'changed';
    throw error;
  }
}
