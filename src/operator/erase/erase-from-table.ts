import { type EraseResult, erasePointer, eraseRecord } from '../../aws/erase-record.ts';
import type { UserRecord } from '../../provisioning/record.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * Deletes what the users table has about the person of a record, if it is still as it was shown. The
 * record goes last: it leads to everything else.
 */
export async function eraseFromTable(
  { clients, outputs }: Stack,
  shown: UserRecord,
  signal: AbortSignal,
): Promise<EraseResult> {
  const table = { client: clients.dynamoDb, tableName: outputs.UsersTableName };
  const { employeeKey, personKey } = shown;
  if (employeeKey !== undefined) await erasePointer(table, { employeeKey, personKey }, signal);
  return eraseRecord(table, shown, signal);
}

/** Epoch milliseconds by AWS's clock, which the SDK compares with that of this machine at each response. */
export function nowMsAtAws({ clients }: Stack): number {
  return Date.now() + clients.dynamoDb.config.systemClockOffset;
}
