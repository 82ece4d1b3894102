import {
  type AttributeValue,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { scanAll } from '../aws/scan-all.ts';

/**
 * What twenty minutes would do to every record that is claimed now: its lease is over, and the directory
 * shows whatever an earlier attempt has created.
 */
export async function expireLeases(client: DynamoDBClient, tableName: string): Promise<void> {
  const items = await scanAll(client, tableName);
  const claimed = items.filter(({ leaseUntil }) => leaseUntil !== undefined);
  await Promise.all(
    claimed.map((item) =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { pk: item['pk'] ?? { S: '' } },
          UpdateExpression: `SET leaseUntil = :past${isUnsettled(item) ? ', #search.since = :past' : ''}`,
          ...(isUnsettled(item) && { ExpressionAttributeNames: { '#search': 'search' } }),
          ConditionExpression: 'attribute_exists(leaseUntil)',
          ExpressionAttributeValues: { ':past': { N: '1' } },
        }),
      ),
    ),
  );
}

function isUnsettled({ search }: Record<string, AttributeValue>): boolean {
  return search?.M?.['since'] !== undefined;
}
