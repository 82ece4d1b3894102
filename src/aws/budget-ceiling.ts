import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Ceiling } from '../provisioning/creation-budget.ts';
import { BUDGET_KEYS } from './creation-budget.ts';
import type { UsersTable } from './read-item.ts';

/**
 * Sets what an operator allows in place of the limit, or takes it back. The last one to write decides.
 * @throws the SDK's error when the call fails
 */
export async function writeCeiling(
  { client, tableName }: UsersTable,
  ceiling: Ceiling | undefined,
  abortSignal: AbortSignal,
): Promise<void> {
  const change =
    ceiling === undefined
      ? { UpdateExpression: 'REMOVE #perHour, #until' }
      : {
          UpdateExpression: 'SET #perHour = :perHour, #until = :until',
          ExpressionAttributeValues: {
            ':perHour': { N: String(ceiling.perHour) },
            ':until': { N: String(ceiling.untilMs) },
          },
        };
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: { pk: { S: BUDGET_KEYS.ceiling } },
    ExpressionAttributeNames: { '#perHour': 'perHour', '#until': 'until' },
    ...change,
  });
  await client.send(command, { abortSignal });
}
