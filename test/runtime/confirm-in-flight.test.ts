import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { receiptsOf } from '../../local/emulators/event-source-mapping/receipts.ts';
import { confirmInFlightBy } from '../../src/runtime/confirm-in-flight.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import {
  json,
  type RecordingServer,
  startRecordingServer,
} from '../support/http/recording-server.ts';

const REGION = 'eu-west-1';
const never = new AbortController().signal;
const environment = { ...process.env };

beforeAll(() => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterAll(() => {
  process.env = { ...environment };
});

const receipt = (receiptHandle: string) => ({ messageId: randomUUID(), receiptHandle });

describe('the queue', () => {
  let server: LocalSqs;
  let sqs: SQSClient;
  let queueUrl: string;
  beforeAll(async () => {
    server = await startSqs();
    sqs = server.connect();
  });
  beforeEach(async () => {
    queueUrl = await server.createQueue(randomUUID());
  });
  afterAll(() => server.stop());

  const confirm = (receipts: readonly ReturnType<typeof receipt>[]) =>
    confirmInFlightBy({ queueUrl, visibilitySeconds: 30 }, REGION)(receipts, never);

  test('confirms the messages that it delivered, however many', async () => {
    const receipts = (await receiptsOf(sqs, queueUrl, 12)).map(receipt);

    expect(await confirm(receipts)).toEqual({ confirmed: receipts, refused: [], unknown: [] });
  });

  test('leaves a message that it confirms in flight', async () => {
    const [handle = ''] = await receiptsOf(sqs, queueUrl, 1);
    await confirm([receipt(handle)]);

    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(Messages).toEqual([]);
  });

  test.each([
    ['was made up', async () => {}, 'made up'],
    ['is empty', async () => {}, ''],
    ['is longer than SQS gives one', async () => {}, 'x'.repeat(1_025)],
    ['is longer than a call may be', async () => {}, 'x'.repeat(2_000_000)],
    [
      'is of a message that was deleted',
      (ReceiptHandle: string) =>
        sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle })),
      undefined,
    ],
    [
      'is of a message that is visible again',
      (ReceiptHandle: string) =>
        sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: queueUrl,
            ReceiptHandle,
            VisibilityTimeout: 0,
          }),
        ),
      undefined,
    ],
  ])('refuses a receipt that %s, and confirms its siblings', async (_, change, madeUp) => {
    const [first = '', second = ''] = await receiptsOf(sqs, queueUrl, 2);
    await change(first);
    const [forged, genuine] = [receipt(madeUp ?? first), receipt(second)];

    expect(await confirm([forged, genuine])).toMatchObject({
      confirmed: [genuine],
      refused: [forged],
      unknown: [],
    });
  });

  test('refuses a receipt of another queue', async () => {
    const other = await server.createQueue(randomUUID());
    await sqs.send(new SendMessageCommand({ QueueUrl: other, MessageBody: 'elsewhere' }));
    const [handle = ''] = await receiptsOf(sqs, other, 1);

    expect((await confirm([receipt(handle)])).refused).toHaveLength(1);
  });
});

describe('a queue that does not say', () => {
  let service: RecordingServer;
  beforeEach(async () => {
    service = await startRecordingServer();
  });
  afterEach(() => service.stop());

  const confirm = (signal = never) =>
    confirmInFlightBy(
      { queueUrl: `${service.endpoint}/1/new-hires`, visibilitySeconds: 30 },
      REGION,
    )([receipt('genuine')], signal);

  test.each([
    ['throttles', json({ __type: 'com.amazonaws.sqs#RequestThrottled' }, 400)],
    ['denies access', json({ __type: 'com.amazonaws.sqs#AccessDeniedException' }, 403)],
    ['fails', json({ __type: 'InternalFailure' }, 500)],
    ['leaves the message out', json({ Successful: [] })],
  ])('confirms and refuses nothing, where it %s', async (_, answer) => {
    service.script(answer);

    expect(await confirm()).toMatchObject({ confirmed: [], refused: [], unknown: [{}] });
  });

  test('refuses nothing, where it fails for one message', async () => {
    service.script(json({ Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] }));

    expect(await confirm()).toMatchObject({ confirmed: [], refused: [], unknown: [{}] });
  });

  test('is asked to set the timeout that its messages have anyway', async () => {
    service.script(json({ Successful: [{ Id: '0' }] }));
    await confirm();

    expect(JSON.parse(service.requests[0]?.body ?? '')).toMatchObject({
      Entries: [{ ReceiptHandle: 'genuine', VisibilityTimeout: 30 }],
    });
  });

  test('is asked again after an error that may pass', async () => {
    service.script(json({ __type: 'InternalFailure' }, 500), json({ Successful: [{ Id: '0' }] }));

    expect(await confirm()).toMatchObject({ confirmed: [{}], refused: [], unknown: [] });
    expect(service.requests).toHaveLength(2);
  });

  test('is not waited for when time is over', async () => {
    service.script('silence');
    const deadline = new AbortController();
    void service.untilRequests(1).then(() => deadline.abort());

    expect(await confirm(deadline.signal)).toMatchObject({ confirmed: [], unknown: [{}] });
  });
});
