import { readFileSync } from 'node:fs';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localCredentials } from '../../local/emulators/lambda/environment.ts';
import type { InterceptedCall } from '../support/http/intercepting-proxy.ts';
import { deployedTemplate } from '../support/package/deployed-template.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';
import { until } from '../support/time/until.ts';

/** An object that is read by its version needs the action of versions, and SQS's batches the plain action. */
const ACTIONS: Readonly<Record<string, string>> = {
  BatchGetItem: 'dynamodb:BatchGetItem',
  PutItem: 'dynamodb:PutItem',
  GenerateMac: 'kms:GenerateMac',
  GetObject: 's3:GetObjectVersion',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
};

/** What Lambda does besides under the function's role; its polling is played by the local stack. */
const OF_LAMBDA = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:GetQueueAttributes'];
/** It allows no call: with it, S3 says that a version is gone. */
const OTHERWISE = ['s3:ListBucket'];

let service: StackUnderFaults;
let s3: S3Client;
let calls: readonly InterceptedCall[];

/** A file, a message, one that cannot be read, and an object that is gone before it is taken. */
beforeAll(async () => {
  service = await startStackUnderFaults();
  const { endpoints, identity, outputs, intake } = service.stack;
  s3 = new S3Client({
    endpoint: endpoints.s3,
    region: identity.region,
    credentials: localCredentials,
  });
  const { IntakeBucketName: Bucket, IntakeQueueUrl: QueueUrl } = outputs;
  const Body = readFileSync('events/sources/bamboohr/report.csv');
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await put('bamboohr/report.csv');
  const { VersionId } = await put('bamboohr/gone.csv');
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'bamboohr/gone.csv', VersionId }));
  for (const MessageBody of [readFileSync('events/sources/personio/persons.json', 'utf8'), '?'])
    await service.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await intake.start();
  await untilTaken();
  await intake.pause();
  calls = [...service.proxy.calls];
});
afterAll(async () => {
  s3.destroy();
  await service.stop();
});

/** Waits until nothing is left in the queues of the intake. */
async function untilTaken(): Promise<void> {
  const { IntakeQueueUrl, IntakeFilesQueueUrl } = service.stack.outputs;
  for (const QueueUrl of [IntakeQueueUrl, IntakeFilesQueueUrl]) {
    const command = new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    });
    await until(
      async () => Object.values((await service.sqs.send(command)).Attributes ?? {}),
      (counts) => counts.every((count) => count === '0'),
    );
  }
}

function allowed(): readonly string[] {
  const { Policies } = deployedTemplate().propertiesOf('IntakeRole');
  const [policy] = Policies as unknown as {
    PolicyDocument: { Statement: { Action: string | string[] }[] };
  }[];
  return policy?.PolicyDocument.Statement.flatMap(({ Action }) => Action) ?? [];
}

const made = () => new Set(calls.map(({ operation }) => ACTIONS[operation] ?? operation));

describe('the role of the intake', () => {
  test('allows every call that the function makes', () => {
    expect([...made()].filter((action) => !allowed().includes(action))).toEqual([]);
  });

  test('allows nothing that neither the function nor Lambda does', () => {
    const unused = allowed().filter((action) => !made().has(action));

    expect(unused.toSorted()).toEqual([...OF_LAMBDA, ...OTHERWISE].toSorted());
  });

  test('is asked for the resources that its statements name, and for no other', () => {
    const { NewHireQueueUrl, CompletionQueueUrl, RejectedQueueUrl, ...others } =
      service.stack.outputs;
    const { IntakeQueueUrl = '', IntakeFilesQueueUrl = '', IntakeTableName } = others;
    const path = (url: string) => new URL(url).pathname;
    const used = calls.map((call) => `${ACTIONS[call.operation]} ${resourceOf(call)}`);

    expect([...new Set(used)].sort()).toEqual([
      `dynamodb:BatchGetItem ${IntakeTableName}`,
      `dynamodb:PutItem ${IntakeTableName}`,
      `kms:GenerateMac ${others.IntakeKeyArn}`,
      `s3:GetObjectVersion ${others.IntakeBucketName}`,
      ...['ChangeMessageVisibility', 'DeleteMessage', 'ReceiveMessage'].flatMap((call) =>
        [IntakeQueueUrl, IntakeFilesQueueUrl].map((url) => `sqs:${call} ${path(url)}`),
      ),
      `sqs:SendMessage ${path(CompletionQueueUrl)}`,
      `sqs:SendMessage ${path(NewHireQueueUrl)}`,
      `sqs:SendMessage ${path(RejectedQueueUrl)}`,
    ]);
  });

  test('is never asked for an object without its version', () => {
    const reads = calls.filter(({ operation }) => operation === 'GetObject');

    expect(reads.length).toBeGreaterThan(0);
    expect(reads.filter(({ path }) => !path.includes('versionId='))).toEqual([]);
  });
});

function resourceOf({ service: called, path, body }: InterceptedCall): string {
  if (called === 's3') return path.split('/')[1] ?? '';
  const { QueueUrl, TableName, KeyId, RequestItems = {} } = JSON.parse(body);
  if (QueueUrl !== undefined) return new URL(QueueUrl).pathname;
  return TableName ?? KeyId ?? Object.keys(RequestItems)[0];
}
