import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { EmployeePointer } from '../provisioning/record.ts';
import { employeePointerOf } from './user-item.ts';

/**
 * The person whose record an employee id points to, for operators: the function learns it from a refused write.
 * A consistent read.
 * @throws UserItemError when Joiner did not write the item, and the SDK's error when the call fails
 */
export async function readPointer(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  employeeKey: string,
  signal: AbortSignal,
): Promise<EmployeePointer | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tableName,
      Key: { pk: { S: employeeKey } },
      ConsistentRead: true,
    }),
    { abortSignal: signal },
  );
  return Item && employeePointerOf(Item);
}
