import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { eraseDanglingPointer, eraseRecord } from '../../../src/aws/erase-record.ts';
import { pointRecords } from '../../../src/aws/point-records.ts';
import { readPointer } from '../../../src/aws/read-item.ts';
import {
  type ReassignStep,
  readHeldRecord,
  takeReassignStep,
} from '../../../src/aws/reassign-record.ts';

import { createUsersTable } from '../../../src/aws/users-table.ts';
import type { EmployeePointer, UserRecord } from '../../../src/provisioning/record.ts';
import { recordOperations, sendEverythingTwice } from '../../support/aws/client-middleware.ts';
import { createTable } from '../../support/aws/create-table.ts';
import { NOW, signal, storeCalls } from '../users-store/store-calls.ts';

export const TABLE = 'joiner-users';

export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export type TableHarness = ReturnType<typeof useUsersTable>;

/** A users table for the tests of a `describe`, and another person in it for each test. */
export function useUsersTable(start: () => Promise<DynamoDb>) {
  let dynamoDb: DynamoDb;
  let client: DynamoDBClient;
  let operations: string[];
  let personKey: string;
  const clients: DynamoDBClient[] = [];

  function connect(): DynamoDBClient {
    const connected = new DynamoDBClient({
      endpoint: dynamoDb.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    clients.push(connected);
    return connected;
  }

  beforeAll(async () => {
    dynamoDb = await start();
    client = connect();
    operations = recordOperations(client);
    await createTable(client, TABLE);
  });

  beforeEach(() => {
    personKey = `user#${randomUUID()}`;
    operations.length = 0;
  });

  afterAll(async () => {
    for (const connected of clients) connected.destroy();
    await dynamoDb.stop();
  });

  const store = (tableName = TABLE) => createUsersTable({ client, tableName });
  const calls = storeCalls(store, () => personKey);

  async function item(pk = personKey): Promise<Record<string, AttributeValue> | undefined> {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: TABLE,
        Key: { pk: { S: pk } },
        ConsistentRead: true,
      }),
    );
    return Item;
  }

  async function putItem(attributes: Record<string, AttributeValue>): Promise<void> {
    const Item = { pk: { S: personKey }, ...attributes };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
  }

  return {
    calls,
    connect,
    store,
    item,
    putItem,
    personKey: () => personKey,
    /** What became of this person's record when all records were pointed to. */
    async pointAll() {
      const kinds: string[] = [];
      for await (const one of pointRecords({ client, tableName: TABLE }, { nowMs: NOW, signal }))
        if (one.personKey === personKey) kinds.push(one.kind);
      return kinds;
    },
    erase: (shown: UserRecord) => eraseRecord({ client, tableName: TABLE }, shown, signal),
    /** As the SDK does after a lost answer. */
    eraseTwice(shown: UserRecord) {
      const twice = connect();
      sendEverythingTwice(twice);
      return eraseRecord({ client: twice, tableName: TABLE }, shown, signal);
    },
    eraseDangling: (shown: EmployeePointer) =>
      eraseDanglingPointer({ client, tableName: TABLE }, shown, signal),
    take: (step: ReassignStep) => takeReassignStep({ client, tableName: TABLE }, step, signal),
    takeTwice(step: ReassignStep) {
      const twice = connect();
      sendEverythingTwice(twice);
      return takeReassignStep({ client: twice, tableName: TABLE }, step, signal);
    },
    held: () => readHeldRecord({ client, tableName: TABLE }, personKey, signal),
    pointer: (employeeKey: string) =>
      readPointer({ client, tableName: TABLE }, employeeKey, signal),
    /** The operations of the store's client in this test. */
    operations: () => operations,

    /** A budget that no other test counts in, and its items. */
    budget() {
      const { client: own, tableName } = {
        client: connect(),
        tableName: `${TABLE}-${randomUUID()}`,
      };
      return { ready: createTable(own, tableName), table: { client: own, tableName } };
    },

    storeThatSendsTwice(between?: () => Promise<unknown>) {
      const twice = connect();
      sendEverythingTwice(twice, between);
      return createUsersTable({ client: twice, tableName: TABLE });
    },

    /** The claim's item with one attribute changed, as an operator at the console might. */
    async putClaimedItemWith(attributes: Record<string, AttributeValue>): Promise<void> {
      await calls.claim();
      await putItem({ ...(await item()), ...attributes });
    },
  };
}
