import { createHash } from 'node:crypto';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localCredentials } from '../../../local/emulators/lambda/environment.ts';
import type { Workbench } from '../../workbench/workbench.ts';

/** Adds users without a hire, until the directory has `total` users. */
export function fillDirectory({ directory }: Workbench, total: number): void {
  for (let number = directory.users().length; number < total; number += 1)
    directory.addUser({
      emailAddress: `grace.hopper.${number}@example.com`,
      firstName: 'Grace',
      lastName: 'Hopper',
    });
}

/** Adds the accounts of these hires at the end of the directory, created at time 0. */
export function addAccountsOf(bodies: readonly string[], { directory }: Workbench): void {
  for (const body of bodies) {
    const { requestId, ...fields } = JSON.parse(body);
    directory.addUser({ ...fields, createTime: 0 });
  }
}

/** Copies a record that Joiner wrote, with other keys. */
export async function fillTable(bench: Workbench, count: number): Promise<void> {
  const { dynamodb, outputs } = bench;
  const record = await anyRecord(bench);
  await dynamodb.load(outputs.UsersTableName, copies(record, count));
}

function* copies(record: Item, count: number): Generator<Item> {
  for (let number = 0; number < count; number += 1) {
    const key = createHash('sha256').update(`copy ${number}`).digest('hex');
    yield { ...record, pk: { S: `user#${key}` }, requestId: { S: `hr-copy-${number}` } };
  }
}

async function anyRecord({ dynamodb, outputs, mappingDefinition }: Workbench): Promise<Item> {
  const client = new DynamoDBClient({
    endpoint: dynamodb.endpoint,
    region: mappingDefinition.queueArn.split(':')[3] ?? '',
    credentials: localCredentials,
  });
  const scan = new ScanCommand({ TableName: outputs.UsersTableName, Limit: 1 });
  const { Items: [record] = [] } = await client.send(scan);
  client.destroy();
  if (!record) throw new Error('The table has no record to copy: provision a hire first.');
  return record;
}

type Item = Record<string, AttributeValue>;
