import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { EmployeePointer } from '../provisioning/record.ts';
import { employeePointerOf, type Item } from './user-item.ts';

/** Where the users table is. */
export interface UsersTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** A consistent read. @throws the SDK's error when the call fails */
export async function readItem(
  { client, tableName }: UsersTable,
  key: string,
  signal: AbortSignal,
): Promise<Item | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: { pk: { S: key } }, ConsistentRead: true }),
    { abortSignal: signal },
  );
  return Item;
}

/**
 * The person whose record an employee id points to. A hire learns its own from a refused write; operators, and a
 * hire with a manager, read it.
 * @throws UserItemError when Joiner did not write the item, and the SDK's error when the call fails
 */
export async function readPointer(
  table: UsersTable,
  employeeKey: string,
  signal: AbortSignal,
): Promise<EmployeePointer | undefined> {
  const item = await readItem(table, employeeKey, signal);
  return item && employeePointerOf(item);
}
