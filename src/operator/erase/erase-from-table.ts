import {
  type EraseResult,
  eraseDanglingPointer,
  erasePointer,
  eraseRecord,
} from '../../aws/erase-record.ts';
import type { EmployeePointer, UserRecord } from '../../provisioning/record.ts';
import { attemptsOf } from '../../provisioning/requests.ts';
import { type Stack, usersTableOf } from '../stack/stack.ts';

/**
 * Deletes what the users table has about the person of a record, if it is still as it was shown: the record first, as
 * only it shows whether something has changed since.
 */
export async function eraseFromTable(
  stack: Stack,
  shown: UserRecord,
  signal: AbortSignal,
): Promise<EraseResult> {
  const table = usersTableOf(stack);
  const result = await eraseRecord(table, shown, signal);
  const { employeeKey, personKey } = shown;
  if (result.kind === 'erased' && employeeKey !== undefined)
    await erasePointer(table, { employeeKey, personKey, since: attemptsOf(shown) }, signal);
  return result;
}

/** Deletes a pointer to a record that does not hold the employee id, if it is still as it was shown. */
export function eraseLoosePointer(
  stack: Stack,
  shown: EmployeePointer,
  signal: AbortSignal,
): Promise<'erased' | 'changed'> {
  return eraseDanglingPointer(usersTableOf(stack), shown, signal);
}
