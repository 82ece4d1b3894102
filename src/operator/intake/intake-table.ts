import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NoIntakeError } from '../stack/send-to-intake.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * Where the table of the intake is.
 * @throws {NoIntakeError}
 */
export function intakeTableOf({ clients, outputs }: Stack): {
  readonly client: DynamoDBClient;
  readonly tableName: string;
} {
  const { IntakeTableName: tableName } = outputs;
  if (tableName === undefined) throw new NoIntakeError();
  return { client: clients.dynamoDb, tableName };
}
