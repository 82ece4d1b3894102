/**
 * The job with the parts that AWS recommends: Powertools Batch, with each record idempotent by its message
 * id and the persistence layer on DynamoDB, combined as in the documentation of both.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { CreateUserCommand } from '../../src/targets/finspace/client/commands.ts';
import { FinspaceDataClient } from '../../src/targets/finspace/client/finspace-data-client.ts';

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();
const finspace = new FinspaceDataClient();
const tableName = process.env['USERS_TABLE_NAME'] ?? '';
const QueueUrl = process.env['COMPLETION_QUEUE_URL'];

const processor = new BatchProcessor(EventType.SQS);
const config = new IdempotencyConfig({ eventKeyJmesPath: 'messageId' });
const persistenceStore = new DynamoDBPersistenceLayer({
  tableName,
  // Shares the stack's table: the layer's keys begin with the function's name.
  keyAttr: 'pk',
  awsSdkV3Client: dynamodb,
});
const provisionOnce = makeIdempotent(provision, { persistenceStore, config });

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  config.registerLambdaContext(context);
  return processPartialResponse(event, provisionOnce, processor, { context });
}

async function provision({ body, messageId }: SQSRecord): Promise<{ userId: string }> {
  const { requestId, emailAddress, type, firstName, lastName } = JSON.parse(body);
  const { userId = '' } = await finspace.send(
    new CreateUserCommand({ emailAddress, type, firstName, lastName, clientToken: messageId }),
  );
  await dynamodb.send(
    new PutItemCommand({
      TableName: tableName,
      Item: {
        pk: { S: `user#${emailAddress}` },
        userId: { S: userId },
        requestId: { S: requestId },
      },
    }),
  );
  const MessageBody = JSON.stringify({ requestId, emailAddress, userId });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  return { userId };
}
