import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { until } from '../../../support/time/until.ts';
import { type MappingHarness, startMappingHarness } from './mapping-harness.ts';

let harness: MappingHarness;

beforeEach(async () => {
  harness = await startMappingHarness();
});

afterEach(() => harness.stop());

describe('a batch', () => {
  test('a batch is delivered as records in the form of Lambda', async () => {
    const events: SQSEvent[] = [];
    const mapping = harness.createMapping((event) => {
      events.push(event);
    });
    await harness.sqs.send(
      new SendMessageCommand({
        QueueUrl: harness.queueUrl(),
        MessageBody: 'hello',
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: 'replay' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') },
        },
      }),
    );

    mapping.start();
    await harness.untilDepth([0, 0]);

    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            receiptHandle: expect.any(String),
            body: 'hello',
            attributes: {
              ApproximateReceiveCount: '1',
              SentTimestamp: expect.stringMatching(/^\d{13}$/),
              SenderId: '000000000000',
              ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
            },
            messageAttributes: {
              reason: {
                stringValue: 'replay',
                stringListValues: [],
                binaryListValues: [],
                dataType: 'String',
              },
              raw: {
                binaryValue: Buffer.from('bytes').toString('base64'),
                stringListValues: [],
                binaryListValues: [],
                dataType: 'Binary',
              },
            },
            md5OfBody: '5d41402abc4b2a76b9719d911017c592',
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            eventSource: 'aws:sqs',
            eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:hires',
            awsRegion: 'eu-west-1',
          },
        ],
      },
    ]);
  });

  test('a batch holds at most as many messages as the batch size', async () => {
    const sizes: number[] = [];
    const mapping = harness.createMapping((event) => void sizes.push(event.Records.length), {
      batchSize: 3,
    });
    await harness.send('a', 'b', 'c', 'd', 'e', 'f', 'g');

    mapping.start();
    await harness.untilDepth([0, 0]);

    expect(sizes).toEqual([3, 3, 1]);
  });

  test('gathers what comes within its window, across receives', async () => {
    const sizes: number[] = [];
    const mapping = harness.createMapping((event) => void sizes.push(event.Records.length), {
      batchSize: 12,
      batchingWindowSeconds: 300,
    });
    await harness.send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

    mapping.start();
    await harness.untilDepth([0, 10]);
    await harness.send('k', 'l');
    await harness.untilDepth([0, 0]);

    expect(sizes).toEqual([12]);
  });

  test('a batch goes out with what there is when its window is over', async () => {
    const sizes: number[] = [];
    const mapping = harness.createMapping((event) => void sizes.push(event.Records.length), {
      batchingWindowSeconds: 0.1,
    });
    await harness.send('a', 'b');

    mapping.start();
    await harness.untilDepth([0, 0]);

    expect(sizes).toEqual([2]);
  });

  test('a batch that succeeds is deleted by one call', async () => {
    const mapping = harness.createMapping(() => ({ batchItemFailures: [] }));
    await harness.send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

    mapping.start();
    await harness.untilDepth([0, 0]);
    await mapping.pause();

    const commands = harness.calls.map(({ command }) => command);
    expect(commands.filter((command) => command.startsWith('Delete'))).toEqual([
      'DeleteMessageBatchCommand',
    ]);
  });
});

describe('failed messages', () => {
  test('stay invisible while the rest of their batch is deleted', async () => {
    const mapping = harness.createMapping(({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }));
    await harness.send('good', 'bad', 'good');

    mapping.start();

    expect(await harness.untilDepth([0, 1])).toEqual([0, 1]);
  });

  test('failed messages of a failed invocation all stay invisible', async () => {
    const handled = Promise.withResolvers<void>();
    const mapping = harness.createMapping(() => {
      handled.resolve();
      throw new Error('no');
    });
    await harness.send('a', 'b');

    mapping.start();
    await handled.promise;
    await mapping.pause();

    expect(await harness.depth()).toEqual([0, 2]);
  });

  test('return after their visibility timeout, with one more receive', async () => {
    await harness.useQueue({ VisibilityTimeout: '0' });
    const receives: string[] = [];
    const mapping = harness.createMapping(({ Records: [record] }) => {
      receives.push(record?.attributes.ApproximateReceiveCount ?? '');
      const batchItemFailures = [{ itemIdentifier: record?.messageId }];
      return receives.length < 3 ? { batchItemFailures } : null;
    });
    await harness.send('a');

    mapping.start();
    await until(
      () => receives,
      (list) => list.length === 3,
    );

    expect(receives).toEqual(['1', '2', '3']);
  });

  test('failed messages are moved by the queue once they were received too often', async () => {
    const deadLetterUrl = await harness.createQueue('dead', {});
    const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:000000000000:dead';
    await harness.useQueue({
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
    });
    let invocations = 0;
    const mapping = harness.createMapping(() => {
      invocations += 1;
      throw new Error('no');
    });
    await harness.send('a');

    mapping.start();
    await harness.untilDepth([1, 0], deadLetterUrl);

    expect(invocations).toBe(2);
  });
});
