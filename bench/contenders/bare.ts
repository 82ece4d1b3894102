/**
 * The job with the plain clients only: no schema, policy, lease, conflict handling, retry of single
 * messages or log. It is the minimum that any handler must do, and it keeps no promise.
 */
import { createHash } from 'node:crypto';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { CreateUserCommand } from '../../src/targets/finspace/client/commands.ts';
import { FinspaceDataClient } from '../../src/targets/finspace/client/finspace-data-client.ts';

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
const finspace = new FinspaceDataClient();
const TableName = process.env['USERS_TABLE_NAME'];
const QueueUrl = process.env['COMPLETION_QUEUE_URL'];

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const bodies = await Promise.all(Records.map(provision));
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  return { batchItemFailures: [] };
}

async function provision({ body }: SQSRecord): Promise<string> {
  const { requestId, emailAddress, type, firstName, lastName, employeeId } = JSON.parse(body);
  const clientToken = createHash('sha256').update(emailAddress).digest('hex');
  const Key = { pk: { S: clientToken } };
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #state = :creating, requestId = :requestId',
      ConditionExpression: 'attribute_not_exists(pk)',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':creating': { S: 'CREATING' }, ':requestId': { S: requestId } },
    }),
  );
  if (employeeId !== undefined) await point(employeeId, clientToken);
  const { userId = '' } = await finspace.send(
    new CreateUserCommand({ emailAddress, type, firstName, lastName, clientToken }),
  );
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'SET #state = :provisioned, userId = :userId',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':provisioned': { S: 'PROVISIONED' }, ':userId': { S: userId } },
    }),
  );
  return JSON.stringify({ requestId, emailAddress, userId });
}

/** The third write of a hire with an employee id. */
async function point(employeeId: string, personKey: string): Promise<void> {
  const pk = createHash('sha256').update(`employee ${employeeId}`).digest('hex');
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { pk: { S: pk } },
      UpdateExpression: 'SET personKey = :personKey',
      ConditionExpression: 'attribute_not_exists(personKey)',
      ExpressionAttributeValues: { ':personKey': { S: personKey } },
    }),
  );
}
