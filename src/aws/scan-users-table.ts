import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { isPersonKey } from '../provisioning/digests.ts';
import type { EmployeePointer, UserRecord } from '../provisioning/record.ts';
import { readItem, type UsersTable } from './read-item.ts';
import { employeePointerOf, type Item, userRecordOf } from './user-item.ts';

/** A pointer, and whether it ends by itself, as that to the record of a person who is gone. */
export interface StoredPointer extends EmployeePointer {
  readonly isExpiring: boolean;
}

/** What one call of Scan returns, up to 1 MB. */
export interface UsersTablePage {
  readonly records: readonly UserRecord[];
  readonly pointers: readonly StoredPointer[];
  /** Where the next page begins: the key of the last item. Undefined at the end of the table. */
  readonly next: string | undefined;
}

/**
 * Reads one page of the users table, without the items that are neither records nor pointers. Reads are eventually
 * consistent, which costs half.
 * @param after `next` of the page before; undefined for the first
 * @throws UserItemError when Joiner did not write an item, and the SDK's error when the call fails
 */
export async function scanUsersTable(
  { client, tableName }: UsersTable,
  after: string | undefined,
  signal: AbortSignal,
): Promise<UsersTablePage> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new ScanCommand({
      TableName: tableName,
      ...(after !== undefined && { ExclusiveStartKey: { pk: { S: after } } }),
    }),
    { abortSignal: signal },
  );
  return {
    records: Items.filter(({ pk }) => isPersonKey(pk?.S ?? '')).map(userRecordOf),
    pointers: Items.filter(({ pk }) => pk?.S?.startsWith('employee#')).flatMap(storedPointerOf),
    next: LastEvaluatedKey?.['pk']?.S,
  };
}

/**
 * The pointer of an employee id. A consistent read.
 * @throws as `scanUsersTable`
 */
export async function readStoredPointer(
  table: UsersTable,
  employeeKey: string,
  signal: AbortSignal,
): Promise<StoredPointer | undefined> {
  const item = await readItem(table, employeeKey, signal);
  return item && storedPointerOf(item)[0];
}

function storedPointerOf(item: Item): StoredPointer[] {
  const pointer = employeePointerOf(item);
  return pointer ? [{ ...pointer, isExpiring: item['expiresAt'] !== undefined }] : [];
}
