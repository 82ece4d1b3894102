import { paginateScan } from '@aws-sdk/client-dynamodb';
import { hasAccount } from '../provisioning/has-account.ts';
import type { EmployeePointer } from '../provisioning/record.ts';
import { BY_DUPLICATE, pointerTo } from '../provisioning/requests.ts';
import { updateIf } from './conditional-update.ts';
import { POINT, pointingOf } from './pointer-updates.ts';
import type { UsersTable } from './read-item.ts';
import { employeePointerOf, userRecordOf } from './user-item.ts';

export interface PointedRecord {
  readonly personKey: string;
  readonly employeeKey: string;
  /** `elsewhere`: the employee id points to another person's record, so the employee may have two accounts. */
  readonly kind: 'pointed' | 'was-pointed' | 'elsewhere';
}

/**
 * Points the employee id of every record to it, for records from before there were pointers. A record that is
 * CREATING is left out: its next attempt points. Reads the whole table; one conditional write for each record with
 * an employee id, which changes no pointer that is there. Cut off, it may be run again.
 * @throws UserItemError when Joiner did not write an item, and the SDK's error when a call fails
 */
export async function* pointRecords(
  table: UsersTable,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): AsyncGenerator<PointedRecord> {
  const pages = paginateScan(
    { client: table.client },
    {
      TableName: table.tableName,
      ConsistentRead: true,
      FilterExpression: 'attribute_exists(employeeKey) AND #state <> :creating',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':creating': { S: 'CREATING' } },
    },
    { abortSignal: signal },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const record = userRecordOf(item);
      const { employeeKey = '', attempts } = record;
      const by = hasAccount(record) ? BY_DUPLICATE : attempts;
      const pointer = { ...pointerTo(record, employeeKey, by), pointedAtMs: nowMs };
      yield await pointRecord(pointer, table, signal);
    }
  }
}

async function pointRecord(
  pointer: EmployeePointer,
  table: UsersTable,
  signal: AbortSignal,
): Promise<PointedRecord> {
  const { personKey, employeeKey } = pointer;
  const { kind, item } = await updateIf(table, pointIfFree(pointer), signal);
  if (kind === 'written') return { personKey, employeeKey, kind: 'pointed' };
  const isHere = item && employeePointerOf(item)?.personKey === personKey;
  return { personKey, employeeKey, kind: isHere ? 'was-pointed' : 'elsewhere' };
}

function pointIfFree(pointer: EmployeePointer) {
  return {
    key: pointer.employeeKey,
    update: POINT,
    condition: 'attribute_not_exists(#personKey)',
    values: pointingOf(pointer),
  };
}
