import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { TagResourceCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listFailedMessages } from '../../../src/operator/failed/failed-queues.ts';
import { findMapping } from '../../../src/operator/stack/consumption.ts';
import { readDigests } from '../../../src/operator/stack/stack.ts';
import { toTag } from '../../../src/operator/stack/tag-text.ts';
import { type ConsoleSession, startConsoleStack } from '../../support/console/console-session.ts';
import { hireNumber } from '../../support/console/sample-day.ts';
import type { OperatedStack } from '../../support/operator/operated-stack.ts';
import { storeWaiting } from '../../support/operator/waiting-hire.ts';

const HIDDEN = /[\u202e\u200b]/;
const ready = hireNumber(1);

let service: OperatedStack & { readonly console: ConsoleSession };
let console: ConsoleSession;

/** A word between a character that turns the text after it and one that is not seen. */
const around = (word: string) => `\u202e${word}\u200b`;
const { signal } = new AbortController();

beforeAll(async () => {
  service = await startConsoleStack({ changes: true });
  console = service.console;
  await service.send(JSON.stringify(ready));
  await service.untilDone();
  await Promise.all([failAll(), spoilRecord(), waitForDay(), pause()]);
});

afterAll(() => service?.stop());

/** A hire and a record of an HR system, put into the queue by a sender. */
async function failAll(): Promise<void> {
  const hire = { emailAddress: around('address') };
  const facts = {
    reasonCode: around('code'),
    reason: around('reason'),
    requestId: around('request'),
  };
  await putFailed(JSON.stringify(hire), facts);
  await putFailed('{}', { ...facts, source: around('source') });
}

async function putFailed(MessageBody: string, facts: Readonly<Record<string, string>>) {
  const { DeadLetterQueueUrl: QueueUrl } = service.operated.outputs;
  const attributes = Object.entries(facts).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  await service.sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody,
      MessageAttributes: Object.fromEntries(attributes),
    }),
  );
}

/** With what the directory, the sender and the HR system say of themselves. */
async function spoilRecord(): Promise<void> {
  const { clients, outputs } = service.operated;
  const { personKeyOf } = await readDigests(service.operated);
  await clients.dynamoDb.send(
    new UpdateItemCommand({
      TableName: outputs.UsersTableName,
      Key: { pk: { S: personKeyOf(ready.emailAddress) } },
      UpdateExpression:
        'SET userId = :user, requestId = :request, senderId = :sender, #s = :source',
      ExpressionAttributeNames: { '#s': 'source' },
      ExpressionAttributeValues: {
        ':user': { S: around('user') },
        ':request': { S: around('request') },
        ':sender': { S: around('sender') },
        ':source': { S: around('source') },
      },
    }),
  );
}

async function waitForDay(): Promise<void> {
  await storeWaiting(service.operated, {
    emailAddress: around('address'),
    requestId: around('request'),
    dueAtMs: Date.now() + 86_400_000,
  });
}

async function pause(): Promise<void> {
  await console.submit('pause', { why: 'directory is down' });
  const { EventSourceMappingArn: Resource } = await findMapping(service.operated);
  const Tags = {
    'joiner:paused-by': toTag(around('operator')),
    'joiner:paused-why': toTag(around('why')),
  };
  await service.operated.clients.lambda.send(new TagResourceCommand({ Resource, Tags }));
}

async function failedMessage(origin: 'new-hires' | 'intake'): Promise<string> {
  const { messages } = await listFailedMessages(service.operated, {}, { signal });
  return console.page(`failed/message/${messages.find((one) => one.origin === origin)?.id}`);
}

const upload = () =>
  console.upload(
    'send',
    `${around('name')}.json`,
    JSON.stringify([{ ...ready, emailAddress: around('address') }, ready]),
  );

// No page of a failed message has the request id of an unknown sender: a pseudonym stands in for it.
const PAGES: readonly (readonly [string, () => Promise<string>, readonly string[]])[] = [
  ['Failed', () => console.page('failed'), ['code', 'reason', 'address', 'source']],
  ['a failed hire', () => failedMessage('new-hires'), ['code', 'reason', 'address']],
  ['a failed record', () => failedMessage('intake'), ['code', 'reason', 'source']],
  [
    'Person',
    () => console.submit('person', { who: ready.emailAddress }),
    ['user', 'request', 'sender', 'source'],
  ],
  ['the plan of a file', upload, ['name', 'address', 'user']],
  ['Scheduled', () => console.page('scheduled'), ['address', 'request']],
  ['Health, of a pause', () => console.page('health'), ['operator', 'why']],
];

test.each(PAGES)('no character hides or turns a part of %s', async (_, shown, words) => {
  const page = await shown();

  for (const word of words) expect(page).toContain(`\ufffd${word}\ufffd`);
  expect(page).not.toMatch(HIDDEN);
});
