import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import {
  createEventSourceMapping,
  type EventSourceMapping,
  type MappingDefinition,
} from '../../../src/local/event-source-mapping/mapping.ts';
import { type LocalSqs, startSqs } from '../../../src/local/sqs.ts';
import { until } from '../../support/until.ts';

const region = 'eu-west-1';
let server: LocalSqs;
let sqs: SQSClient;
let queueUrl: string;
let calls: string[];
let inputs: object[];
let lines: string[];
let mapping: EventSourceMapping;

beforeEach(async () => {
  server = await startSqs({ port: 0, region });
  sqs = new SQSClient({
    endpoint: server.endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  calls = [];
  inputs = [];
  lines = [];
  queueUrl = await createQueue('hires', { VisibilityTimeout: '60' });
});

afterEach(async () => {
  await mapping.pause();
  sqs.destroy();
  await server.stop();
});

async function createQueue(QueueName: string, Attributes: Record<string, string>) {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
}

async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

/** Messages of a queue: visible, and received but not deleted. */
async function messagesOf(url: string): Promise<[number, number]> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
  return [Number(ApproximateNumberOfMessages), Number(ApproximateNumberOfMessagesNotVisible)];
}

const counts = (visible: number, inFlight: number) => (state: [number, number]) =>
  state[0] === visible && state[1] === inFlight;

type Handler = (event: SQSEvent) => unknown;

function createMapping(handler: Handler, overrides: Partial<MappingDefinition> = {}): void {
  mapping = createEventSourceMapping({
    definition: {
      queueUrl,
      queueArn: `arn:aws:sqs:${region}:000000000000:hires`,
      batchSize: 10,
      batchingWindowSeconds: 0,
      maximumConcurrency: 2,
      reportsItemFailures: true,
      enabled: true,
      ...overrides,
    },
    sqs: countingClient(),
    endLongPolls: server.endLongPolls,
    invoke: async (event) => {
      try {
        return { kind: 'returned', payload: (await handler(event as SQSEvent)) ?? null };
      } catch (error) {
        return { kind: 'failed', error: { errorType: 'Error', errorMessage: String(error) } };
      }
    },
    onLog: (line) => lines.push(line),
  });
}

function countingClient(): SQSClient {
  sqs.middlewareStack.add(
    (next, context) => (input) => {
      calls.push(String(context['commandName']));
      inputs.push(input.input);
      return next(input);
    },
    { step: 'initialize' },
  );
  return sqs;
}

describe('a batch', () => {
  test('is handed over as records in the form of Lambda', async () => {
    const events: SQSEvent[] = [];
    createMapping((event) => {
      events.push(event);
    });
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: 'hello',
        MessageAttributes: {
          reason: { DataType: 'String', StringValue: 'replay' },
          raw: { DataType: 'Binary', BinaryValue: Buffer.from('bytes') },
        },
      }),
    );

    mapping.start();
    await until(() => messagesOf(queueUrl), counts(0, 0));

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

  test('holds at most as many messages as the batch size', async () => {
    const sizes: number[] = [];
    createMapping((event) => void sizes.push(event.Records.length), { batchSize: 3 });
    await send('a', 'b', 'c', 'd', 'e', 'f', 'g');

    mapping.start();
    await until(() => messagesOf(queueUrl), counts(0, 0));

    expect(sizes).toEqual([3, 3, 1]);
  });

  test('gathers what comes within its window, across receives', async () => {
    const sizes: number[] = [];
    createMapping((event) => void sizes.push(event.Records.length), {
      batchSize: 12,
      batchingWindowSeconds: 300,
    });
    await send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

    mapping.start();
    await until(() => messagesOf(queueUrl), counts(0, 10));
    await send('k', 'l');
    await until(() => messagesOf(queueUrl), counts(0, 0));

    expect(sizes).toEqual([12]);
  });

  test('goes out with what there is when its window is over', async () => {
    const sizes: number[] = [];
    createMapping((event) => void sizes.push(event.Records.length), { batchingWindowSeconds: 1 });
    await send('a', 'b');

    mapping.start();
    await until(() => messagesOf(queueUrl), counts(0, 0));

    expect(sizes).toEqual([2]);
  });

  test('that succeeds is deleted by one call', async () => {
    createMapping(() => ({ batchItemFailures: [] }));
    await send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

    calls.length = 0;
    mapping.start();
    await until(() => calls.filter((call) => call === 'DeleteMessageBatchCommand'), hasOne);
    await mapping.pause();

    expect(calls.filter((call) => call === 'DeleteMessageBatchCommand')).toHaveLength(1);
    expect(await messagesOf(queueUrl)).toEqual([0, 0]);
  });
});

const hasOne = (list: readonly unknown[]) => list.length === 1;

describe('failed messages', () => {
  test('stay invisible while their siblings are deleted', async () => {
    createMapping(({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }));
    await send('good', 'bad', 'good');

    mapping.start();

    expect(await until(() => messagesOf(queueUrl), counts(0, 1))).toEqual([0, 1]);
  });

  test('of a failed invocation all stay invisible', async () => {
    const handled = Promise.withResolvers<void>();
    createMapping(() => {
      handled.resolve();
      throw new Error('no');
    });
    await send('a', 'b');

    mapping.start();
    await handled.promise;
    await mapping.pause();

    expect(await messagesOf(queueUrl)).toEqual([0, 2]);
  });

  test('come again after their visibility timeout, with a receive more', async () => {
    queueUrl = await createQueue('impatient', { VisibilityTimeout: '0' });
    const receives: string[] = [];
    createMapping(({ Records: [record] }) => {
      receives.push(record?.attributes.ApproximateReceiveCount ?? '');
      const batchItemFailures = [{ itemIdentifier: record?.messageId }];
      return receives.length < 3 ? { batchItemFailures } : null;
    });
    await send('a');

    mapping.start();
    await until(
      () => receives,
      (list) => list.length === 3,
    );

    expect(receives).toEqual(['1', '2', '3']);
  });

  test('are moved by the queue once they were received too often', async () => {
    const deadLetterUrl = await createQueue('dead', {});
    const deadLetterTargetArn = `arn:aws:sqs:${region}:000000000000:dead`;
    queueUrl = await createQueue('impatient', {
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
    });
    let invocations = 0;
    createMapping(() => {
      invocations += 1;
      throw new Error('no');
    });
    await send('a');

    mapping.start();
    await until(() => messagesOf(deadLetterUrl), counts(1, 0));

    expect(invocations).toBe(2);
  });
});

describe('concurrency', () => {
  test('reaches its maximum and no more, and nothing is received beyond it', async () => {
    const gate = Promise.withResolvers<void>();
    let under = 0;
    let most = 0;
    createMapping(
      async () => {
        under += 1;
        most = Math.max(most, under);
        await gate.promise;
        under -= 1;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );
    await send('a', 'b', 'c', 'd');

    mapping.start();
    await until(
      () => under,
      (now) => now === 2,
    );
    const whileBusy = await messagesOf(queueUrl);
    gate.resolve();
    await until(() => messagesOf(queueUrl), counts(0, 0));

    expect(whileBusy).toEqual([2, 2]);
    expect(most).toBe(2);
  });
});

describe('economy', () => {
  test('an idle queue is asked once, by a long poll', async () => {
    createMapping(() => null);

    mapping.start();
    await until(() => calls, hasOne);
    await mapping.pause();

    expect(calls).toEqual(['ReceiveMessageCommand']);
    expect(inputs).toEqual([expect.objectContaining({ WaitTimeSeconds: 20 })]);
  });

  test('a batch that waits costs one receive', async () => {
    const gate = Promise.withResolvers<void>();
    createMapping(() => gate.promise, { maximumConcurrency: 1 });
    await send('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

    calls.length = 0;
    mapping.start();
    await until(() => calls, hasOne);
    const paused = mapping.pause();
    gate.resolve();
    await paused;

    expect(calls).toEqual(['ReceiveMessageCommand', 'DeleteMessageBatchCommand']);
  });
});

describe('a pause', () => {
  test('waits until the invocations under way have ended and their messages are deleted', async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    createMapping(async () => {
      begun.resolve();
      await gate.promise;
    });
    await send('a');

    mapping.start();
    await begun.promise;
    const paused = mapping.pause();
    gate.resolve();
    await paused;

    expect(await messagesOf(queueUrl)).toEqual([0, 0]);
  });

  test('leaves messages that come later where they are', async () => {
    createMapping(() => null);

    mapping.start();
    await until(() => calls, hasOne);
    await mapping.pause();
    await send('a');

    expect(await messagesOf(queueUrl)).toEqual([1, 0]);
  });

  test('ends with a start', async () => {
    createMapping(() => null);
    mapping.start();
    await mapping.pause();
    await send('a');

    mapping.start();

    expect(await until(() => messagesOf(queueUrl), counts(0, 0))).toEqual([0, 0]);
  });

  test('of a mapping that was never started is nothing', async () => {
    createMapping(() => null);

    await expect(mapping.pause()).resolves.toBeUndefined();
  });
});

test('a queue that cannot be reached is said in the log, and is asked again', async () => {
  createMapping(() => null, { queueUrl: `${queueUrl}-missing` });

  mapping.start();
  await until(() => lines, hasOne);

  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'ERROR',
    message: 'Receiving from the queue failed',
    reason: expect.stringContaining('does not exist'),
  });
});
