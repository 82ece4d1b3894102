import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { readDigests } from '../../../src/operator/stack/stack.ts';
import type { CliSession } from './cli-session.ts';

const HOUR_MS = 3_600_000;

/** Changes the record of a person as if they had been provisioned an hour ago, so that it may be erased. */
export async function settleRecord({ operated }: CliSession, address: string): Promise<void> {
  const { personKeyOf } = await readDigests(operated);
  await operated.clients.dynamoDb.send(
    new UpdateItemCommand({
      TableName: operated.outputs.UsersTableName,
      Key: { pk: { S: personKeyOf(address) } },
      UpdateExpression: 'SET completedAt = :then',
      ExpressionAttributeValues: { ':then': { N: String(Date.now() - HOUR_MS) } },
    }),
  );
}
