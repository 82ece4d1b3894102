import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localCredentials } from '../../local/emulators/lambda/environment.ts';
import { type PackagedStack, startPackagedStack } from '../support/stack/packaged-stack.ts';
import { until } from '../support/time/until.ts';

type Expected = { readonly hire: { readonly emailAddress: string } } | { readonly refused: object };

/** What HR systems export, and how many records of it cannot be mapped. */
const EXPORTS = [
  ['bamboohr', 'report.csv'],
  ['workday', 'report.json'],
  ['personio', 'persons.json'],
  ['successfactors', 'users.csv'],
] as const;

let service: PackagedStack;
let s3: S3Client;

/** A stack for the tests of one group, which has taken in what `give` puts there. */
function startAndTake(give: () => Promise<void>): void {
  beforeAll(async () => {
    service = await startPackagedStack({ intake: true });
    const { endpoints, identity } = service.stack;
    s3 = new S3Client({
      endpoint: endpoints.s3,
      region: identity.region,
      credentials: localCredentials,
    });
    await give();
    await untilTaken();
  });
  afterAll(async () => {
    s3.destroy();
    await service.stop();
  });
}

const pathOf = (source: string, file: string) => join('events/sources', source, file);

/** What the records of an export mean: addresses of hires, and the number of those that cannot be mapped. */
function meaningOf(source: string, file: string) {
  const expected: Record<string, readonly Expected[]> = JSON.parse(
    readFileSync(pathOf(source, 'expected.json'), 'utf8'),
  );
  const records = expected[file] ?? [];
  return {
    hires: records.flatMap((one) => ('hire' in one ? one.hire.emailAddress : [])).toSorted(),
    refused: records.filter((one) => 'refused' in one).length,
  };
}

async function putFile(source: string, file: string): Promise<void> {
  const { IntakeBucketName: Bucket } = service.stack.outputs;
  const Body = readFileSync(pathOf(source, file));
  await s3.send(new PutObjectCommand({ Bucket, Key: `${source}/2026/${file}`, Body }));
}

async function sendMessage(source: string, file: string, named = {}): Promise<void> {
  const { IntakeQueueUrl: QueueUrl } = service.stack.outputs;
  const MessageBody = readFileSync(pathOf(source, file), 'utf8');
  await service.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...named }));
}

/** Waits until nothing is left in the queues of intake, nor in that of new hires. */
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
  await service.untilDone();
}

const accounts = () =>
  service.stack.directory
    .users()
    .map(({ emailAddress }) => emailAddress)
    .toSorted();

/** A log line from which one comes to what a hire was taken from. */
function lineOfOrigin() {
  const lines = service.log
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith('{'))
    .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
  const hire = lines.find(({ message }) => message === 'provisioned');
  return lines.find(
    ({ message, file, messageId }) =>
      ['file done', 'message taken'].includes(String(message)) &&
      hire?.['takenFrom'] === (file ?? messageId),
  );
}

describe.each(EXPORTS)('an export of %s, %s,', (source, file) => {
  const { hires, refused } = meaningOf(source, file);

  describe.each([
    ['put into the bucket', putFile],
    ['sent as a message', sendMessage],
  ])('that is %s', (_, give) => {
    startAndTake(() => give(source, file));

    test('becomes accounts', async () => {
      expect(hires.length).toBeGreaterThan(0);
      expect(accounts()).toEqual(hires);
      expect(await service.rejected()).toHaveLength(refused);
    });

    test('is where the log leads from a hire, and to who sent it', () => {
      expect(lineOfOrigin()).toMatchObject({ senderId: '000000000000' });
    });
  });
});

describe('a file that was taken in', () => {
  const [source, file] = ['bamboohr', 'report.csv'];
  startAndTake(() => putFile(source, file));

  test('leaves nothing of people in the log', () => {
    const log = service.log.join('\n');

    expect(log).toContain('"message":"file done"');
    expect(log).not.toMatch(/okafor|wójcik|tomasz|report\.csv/i);
  });

  test('has a record that cannot be mapped rejected as it came, with its source', async () => {
    const [{ body = '', attributes = {} } = {}] = await service.rejected();

    expect(JSON.parse(body)).toMatchObject({ 'First Name': 'Ben', 'Last Name': 'Ito' });
    expect(attributes).toMatchObject({ reasonCode: 'unmapped-record', source: 'bamboohr' });
    expect(await service.events()).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'joiner.user.rejected.v1' })]),
    );
  });

  test('is not sent again, by file or by message', async () => {
    const events = (await service.events()).length;
    const rejected = (await service.rejected()).length;
    await putFile(source, file);
    await sendMessage(source, file);
    await untilTaken();

    expect(await service.events()).toHaveLength(events);
    expect(await service.rejected()).toHaveLength(rejected);
  });
});

describe('a message that names its source', () => {
  const MessageAttributes = { source: { DataType: 'String', StringValue: 'personio' } };
  startAndTake(() => sendMessage('personio', 'persons.json', { MessageAttributes }));

  test('is read as of it', () => {
    expect(accounts()).toEqual(meaningOf('personio', 'persons.json').hires);
  });
});
