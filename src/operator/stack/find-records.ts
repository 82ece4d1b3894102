import { paginateScan } from '@aws-sdk/client-dynamodb';
import { userRecordOf } from '../../aws/user-item.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { Stack } from './stack.ts';

export interface FindOptions {
  readonly signal: AbortSignal;
  /** How many records were read so far. */
  readonly onProgress: (read: number) => void;
}

/**
 * The records that carry an employee id or the request id of whoever claimed last. The table has no
 * index, as the hot path needs none: this reads the whole of it.
 */
export async function findRecords(
  { clients, outputs }: Stack,
  id: string,
  { signal, onProgress }: FindOptions,
): Promise<readonly UserRecord[]> {
  const pages = paginateScan(
    { client: clients.dynamoDb },
    {
      TableName: outputs.UsersTableName,
      FilterExpression: 'employeeId = :id OR requestId = :id',
      ExpressionAttributeValues: { ':id': { S: id } },
    },
  );
  const found: UserRecord[] = [];
  let read = 0;
  for await (const { Items = [], ScannedCount = 0 } of pages) {
    signal.throwIfAborted();
    found.push(...Items.map(userRecordOf));
    read += ScannedCount;
    onProgress(read);
  }
  return found;
}
