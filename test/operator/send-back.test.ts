import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withFailedMessages } from '../../src/operator/failed/failed-queues.ts';
import { sendBack } from '../../src/operator/send/send-back.ts';
import {
  type OperatedStack,
  SENT_AT,
  startOperatedStack,
} from '../support/operator/operated-stack.ts';

const { signal } = new AbortController();
let service: OperatedStack;

beforeAll(async () => {
  service = await startOperatedStack({ consume: false });
});

afterAll(() => service.stop());

test('a message that is sent back, or its correction, carries on when HR sent it', async () => {
  const { NewHireQueueUrl } = service.operated.outputs;
  await service.putDeadLetters(['{"emailAddress":"ada@example.com"}']);

  await withFailedMessages(service.operated, {}, { signal }, async ({ messages: [message] }) => {
    if (!message) throw new Error('There should be a failed message.');
    await sendBack(service.operated, message, '{"emailAddress":"ada@example.org"}');
  });
  const { Messages = [] } = await service.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: NewHireQueueUrl, MessageAttributeNames: ['All'] }),
  );

  expect(Messages).toMatchObject([
    {
      Body: '{"emailAddress":"ada@example.org"}',
      MessageAttributes: { sentAt: { StringValue: SENT_AT } },
    },
  ]);
});
