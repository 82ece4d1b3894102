import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { scanAll } from '../aws/scan-all.ts';

/** Ends the lease of every claimed record, as time would. */
export async function expireLeases(client: DynamoDBClient, tableName: string): Promise<void> {
  const items = await scanAll(client, tableName);
  const claimed = items.filter(({ leaseUntil }) => leaseUntil !== undefined);
  await Promise.all(
    claimed.map(({ pk = { S: '' } }) =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { pk },
          UpdateExpression: 'SET leaseUntil = :past',
          ConditionExpression: 'attribute_exists(leaseUntil)',
          ExpressionAttributeValues: { ':past': { N: '1' } },
        }),
      ),
    ),
  );
}
