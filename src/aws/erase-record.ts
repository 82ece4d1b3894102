import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { EmployeePointer, UserRecord } from '../provisioning/record.ts';
import type { UsersTable } from './read-item.ts';
import { type Item, userRecordOf } from './user-item.ts';

interface ErasedPointer extends Pick<EmployeePointer, 'employeeKey' | 'personKey'> {
  /** How `attempt` begins. */
  readonly since: string;
}

export type EraseResult =
  /** Also where there was no record any more. */
  | { readonly kind: 'erased' }
  /** The record is not the one that was shown: a message, or an operator, was faster. */
  | { readonly kind: 'changed'; readonly record: UserRecord };

/**
 * One conditional DeleteItem: any record that is settled → (none), if it is still the one that was shown.
 * Attempts never shrink, and a record that is made again has another first attempt.
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function eraseRecord(
  { client, tableName }: UsersTable,
  shown: UserRecord,
  signal: AbortSignal,
): Promise<EraseResult> {
  const { personKey, state, attempts, firstAttemptAtMs, employeeKey } = shown;
  const isSameEmployee =
    employeeKey === undefined ? 'attribute_not_exists(employeeKey)' : 'employeeKey = :employeeKey';
  const command = new DeleteItemCommand({
    TableName: tableName,
    Key: { pk: { S: personKey } },
    ConditionExpression: `#state = :state AND attempts = :attempts
      AND firstAttemptAt = :firstAttemptAt AND ${isSameEmployee}`,
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ':state': { S: state },
      ':attempts': { N: String(attempts) },
      ':firstAttemptAt': { N: String(firstAttemptAtMs) },
      ...(employeeKey !== undefined && { ':employeeKey': { S: employeeKey } }),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await client.send(command, { abortSignal: signal });
    return { kind: 'erased' };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item ? { kind: 'changed', record: userRecordOf(error.Item) } : { kind: 'erased' };
  }
}

/**
 * One conditional DeleteItem: the pointer to a record that was erased. A record that was made again since has
 * pointed again.
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function erasePointer(
  table: UsersTable,
  { employeeKey, personKey, since }: ErasedPointer,
  signal: AbortSignal,
): Promise<void> {
  const condition = 'personKey = :personKey AND begins_with(attempt, :since)';
  const values = { ':personKey': { S: personKey }, ':since': { S: since } };
  await deletePointer(table, { employeeKey, condition, values }, signal);
}

/**
 * One conditional DeleteItem: a pointer to a record that does not hold the employee id, if it is still the one that
 * was shown. A message that pointed again since is at work.
 * @returns `changed` where another pointer is there; `erased` also where there was none any more
 * @throws the SDK's error when the call fails for any reason but the condition
 */
export async function eraseDanglingPointer(
  table: UsersTable,
  { employeeKey, personKey, attempt, pointedAtMs }: EmployeePointer,
  signal: AbortSignal,
): Promise<'erased' | 'changed'> {
  const isDeleted = await deletePointer(
    table,
    {
      employeeKey,
      condition: `attribute_not_exists(personKey)
        OR (personKey = :personKey AND attempt = :attempt AND pointedAt = :pointedAt)`,
      values: {
        ':personKey': { S: personKey },
        ':attempt': { S: attempt },
        ':pointedAt': { N: String(pointedAtMs) },
      },
    },
    signal,
  );
  return isDeleted ? 'erased' : 'changed';
}

/** @returns whether the condition held */
async function deletePointer(
  { client, tableName }: UsersTable,
  {
    employeeKey,
    condition,
    values,
  }: { readonly employeeKey: string; readonly condition: string; readonly values: Item },
  signal: AbortSignal,
): Promise<boolean> {
  const command = new DeleteItemCommand({
    TableName: tableName,
    Key: { pk: { S: employeeKey } },
    ConditionExpression: condition,
    ExpressionAttributeValues: { ...values },
  });
  try {
    await client.send(command, { abortSignal: signal });
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
