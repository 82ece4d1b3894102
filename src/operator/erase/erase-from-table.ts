import { type EraseResult, erasePointer, eraseRecord } from '../../aws/erase-record.ts';
import type { EmployeePointer, UserRecord } from '../../provisioning/record.ts';
import { attemptsOf } from '../../provisioning/requests.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * Deletes what the users table has about the person of a record, if it is still as it was shown: the record first, as
 * only it shows whether something has changed since.
 */
export async function eraseFromTable(
  { clients, outputs }: Stack,
  shown: UserRecord,
  signal: AbortSignal,
): Promise<EraseResult> {
  const table = { client: clients.dynamoDb, tableName: outputs.UsersTableName };
  const result = await eraseRecord(table, shown, signal);
  const { employeeKey, personKey } = shown;
  if (result.kind === 'erased' && employeeKey !== undefined)
    await erasePointer(table, { employeeKey, personKey, since: attemptsOf(shown) }, signal);
  return result;
}

/** Deletes a pointer to a record that is no more: an earlier erasure ended before it did. */
export async function eraseLoosePointer(
  { clients, outputs }: Stack,
  { employeeKey, personKey, attempt }: EmployeePointer,
  signal: AbortSignal,
): Promise<void> {
  const table = { client: clients.dynamoDb, tableName: outputs.UsersTableName };
  await erasePointer(table, { employeeKey, personKey, since: attempt }, signal);
}

/** Epoch milliseconds by AWS's clock, which the SDK compares with that of this machine at each response. */
export function nowMsAtAws({ clients }: Stack): number {
  return Date.now() + clients.dynamoDb.config.systemClockOffset;
}
