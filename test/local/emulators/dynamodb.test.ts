import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDynamoDb } from '../../../local/emulators/dynamodb.ts';
import { createTable } from '../../support/aws/create-table.ts';

type Started = Awaited<ReturnType<typeof startDynamoDb>>;

const TABLE_NAME = 'users';

function clientOf({ endpoint }: Started): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

describe('the local DynamoDB', () => {
  let started: Started;
  let client: DynamoDBClient;

  beforeAll(async () => {
    started = await startDynamoDb();
    client = clientOf(started);
    await createTable(client, TABLE_NAME);
    await client.send(
      new PutItemCommand({ TableName: TABLE_NAME, Item: { pk: { S: 'a' }, state: { S: 'old' } } }),
    );
  });

  afterAll(async () => {
    client.destroy();
    await started.stop();
  });

  const refused = {
    TableName: TABLE_NAME,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;

  test('listens on the loopback address only', () => {
    expect(new URL(started.endpoint).hostname).toBe('127.0.0.1');
  });

  test('the local DynamoDB has a table active as soon as it is created', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE_NAME }));

    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  test('the local DynamoDB has items that were loaded past the API, as if they had been put', async () => {
    const Item = { pk: { S: 'b' }, tried: { SS: ['x'] }, attempts: { N: '1' } };

    await started.load(TABLE_NAME, [Item, { pk: { S: 'c' } }]);

    const found = await client.send(
      new GetItemCommand({ TableName: TABLE_NAME, Key: { pk: { S: 'b' } } }),
    );
    expect(found.Item).toEqual(Item);
  });

  test('the local DynamoDB returns the stored item with a refused update, if asked', async () => {
    const update = client.send(
      new UpdateItemCommand({
        ...refused,
        Key: { pk: { S: 'a' } },
        UpdateExpression: 'SET #s = :new',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':new': { S: 'new' } },
      }),
    );

    await expect(update).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { pk: { S: 'a' }, state: { S: 'old' } },
    });
  });

  test('the local DynamoDB returns the stored item with a refused put, if asked', async () => {
    const put = client.send(new PutItemCommand({ ...refused, Item: { pk: { S: 'a' } } }));

    await expect(put).rejects.toMatchObject({ Item: { pk: { S: 'a' }, state: { S: 'old' } } });
  });

  test('the local DynamoDB returns the stored item with a refused delete, if asked', async () => {
    const deletion = client.send(new DeleteItemCommand({ ...refused, Key: { pk: { S: 'a' } } }));

    await expect(deletion).rejects.toMatchObject({ Item: { pk: { S: 'a' }, state: { S: 'old' } } });
  });

  test('the local DynamoDB keeps the old item to itself when it is not asked for', async () => {
    const put = client.send(
      new PutItemCommand({
        ...refused,
        Item: { pk: { S: 'a' } },
        ReturnValuesOnConditionCheckFailure: 'NONE',
      }),
    );

    await expect(put).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: undefined,
    });
  });

  test('the local DynamoDB returns no item with a refused update of an absent one', async () => {
    const update = client.send(
      new UpdateItemCommand({
        ...refused,
        Key: { pk: { S: 'absent' } },
        ConditionExpression: 'attribute_exists(pk)',
      }),
    );

    await expect(update).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: undefined,
    });
  });

  test('the local DynamoDB says so when the port is taken', async () => {
    const port = Number(new URL(started.endpoint).port);

    await expect(startDynamoDb({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

// A function that is killed leaves behind what it asked for. dynalite writes an item in two steps, and
// would end the process if its store were closed between them.
test('the local DynamoDB executes what arrived before it stops, though no caller waits for it', async () => {
  const started = await startDynamoDb();
  const client = clientOf(started);
  await createTable(client, TABLE_NAME);
  client.destroy();
  const body = JSON.stringify({
    TableName: TABLE_NAME,
    Key: { pk: { S: 'a' } },
    UpdateExpression: 'ADD attempts :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  });
  const { hostname, port } = new URL(started.endpoint);
  const killed = connect(Number(port), hostname);
  killed.write(updateItemRequest(body).repeat(500));
  await once(killed, 'data');
  killed.destroy();

  await expect(started.stop()).resolves.toBeUndefined();
});

function updateItemRequest(body: string): string {
  return [
    'POST / HTTP/1.1',
    'host: 127.0.0.1',
    'authorization: AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
    'x-amz-date: 20260302T080000Z',
    'x-amz-target: DynamoDB_20120810.UpdateItem',
    'content-type: application/x-amz-json-1.0',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

describe('the local DynamoDB with a data folder', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joiner-dynamodb-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  test('the local DynamoDB with a data folder keeps tables and items across a restart', async () => {
    const dataDir = join(folder, 'kept', 'table');
    const first = await startDynamoDb({ dataDir });
    const firstClient = clientOf(first);
    await createTable(firstClient, TABLE_NAME);
    await firstClient.send(new PutItemCommand({ TableName: TABLE_NAME, Item: { pk: { S: 'a' } } }));
    firstClient.destroy();
    await first.stop();

    const second = await startDynamoDb({ dataDir });
    const secondClient = clientOf(second);
    const { Item } = await secondClient.send(
      new GetItemCommand({ TableName: TABLE_NAME, Key: { pk: { S: 'a' } } }),
    );
    secondClient.destroy();
    await second.stop();

    expect(Item).toEqual({ pk: { S: 'a' } });
  });

  test('the local DynamoDB with a data folder says so when another stack holds the folder', async () => {
    const dataDir = join(folder, 'held');
    const holder = await startDynamoDb({ dataDir });

    const second = startDynamoDb({ dataDir });

    await expect(second).rejects.toMatchObject({ code: 'LEVEL_DATABASE_NOT_OPEN' });
    await holder.stop();
  });

  test('the local DynamoDB with a data folder says so when a file is in the way of the folder', async () => {
    const dataDir = join(folder, 'file');
    await writeFile(dataDir, '');

    await expect(startDynamoDb({ dataDir })).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
