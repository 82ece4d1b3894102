import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { readNotification } from '../../sqs/s3-notification.ts';
import { NoIntakeError, notifyIntake } from '../stack/send-to-intake.ts';
import { nowMsAtAws, type Stack } from '../stack/stack.ts';
import { intakeTableOf } from './intake-table.ts';

/**
 * Has the intake take a file once more that it could not read, by its notification: first the intake forgets that it
 * is done with the file. A file that it has taken stays done.
 * @throws {NoIntakeError}
 */
export async function takeFileAgain(
  stack: Stack,
  { body, askedAtMs }: { readonly body: string; readonly askedAtMs?: number | undefined },
): Promise<void> {
  const { IntakeBucketName } = stack.outputs;
  if (IntakeBucketName === undefined) throw new NoIntakeError();
  const read = readNotification(body, IntakeBucketName, askedAtMs ?? nowMsAtAws(stack));
  const files = read.kind === 'objects' ? read.objects : [];
  for (const { file } of files) await forgetUnreadable(stack, file.key);
  await notifyIntake(stack, { body, askedAtMs });
}

async function forgetUnreadable(stack: Stack, key: string): Promise<void> {
  const { client, tableName } = intakeTableOf(stack);
  const command = new DeleteItemCommand({
    TableName: tableName,
    Key: { pk: { S: key } },
    ConditionExpression: '#end = :unreadable',
    ExpressionAttributeNames: { '#end': 'end' },
    ExpressionAttributeValues: { ':unreadable': { S: 'unreadable' } },
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
