import { paginateScan } from '@aws-sdk/client-dynamodb';
import { userRecordOf } from '../../aws/user-item.ts';
import { employeeKeyOf } from '../../provisioning/digests.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { Stack } from './stack.ts';

export interface FindOptions {
  readonly signal: AbortSignal;
  /** Called with the number of records read so far. */
  readonly onProgress: (read: number) => void;
}

/**
 * The records with an employee id, or with the request id of their last claim. This reads the whole table:
 * it has no index, as the function needs none.
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
      FilterExpression: 'employeeId = :employeeKey OR requestId = :id',
      ExpressionAttributeValues: { ':employeeKey': { S: employeeKeyOf(id) }, ':id': { S: id } },
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
