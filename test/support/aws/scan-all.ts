import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';

/** Every item of a table, however many pages they take. */
export async function scanAll(
  client: DynamoDBClient,
  tableName: string,
): Promise<readonly Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName }))
    items.push(...Items);
  return items;
}
