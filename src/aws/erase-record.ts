import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { EmployeePointer, UserRecord } from '../provisioning/record.ts';
import { userRecordOf } from './user-item.ts';

interface UsersTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

interface ErasedPointer extends Pick<EmployeePointer, 'employeeKey' | 'personKey'> {
  /** How `attempt` begins, or all of it. */
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
  { client, tableName }: UsersTable,
  { employeeKey, personKey, since }: ErasedPointer,
  signal: AbortSignal,
): Promise<void> {
  const command = new DeleteItemCommand({
    TableName: tableName,
    Key: { pk: { S: employeeKey } },
    ConditionExpression: 'personKey = :personKey AND begins_with(attempt, :since)',
    ExpressionAttributeValues: { ':personKey': { S: personKey }, ':since': { S: since } },
  });
  try {
    await client.send(command, { abortSignal: signal });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
