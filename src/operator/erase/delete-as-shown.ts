import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { UsersTable } from '../../aws/read-item.ts';

/**
 * One conditional DeleteItem of an item that an operator was shown.
 * @returns `changed` where the condition does not hold any more
 * @throws the SDK's error when the call fails for any other reason
 */
export async function deleteAsShown(
  { client, tableName }: UsersTable,
  key: string,
  condition: Omit<DeleteItemCommandInput, 'TableName' | 'Key'>,
  signal: AbortSignal,
): Promise<'erased' | 'changed'> {
  const input = { TableName: tableName, Key: { pk: { S: key } }, ...condition };
  try {
    await client.send(new DeleteItemCommand(input), { abortSignal: signal });
    return 'erased';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'changed';
    throw error;
  }
}
