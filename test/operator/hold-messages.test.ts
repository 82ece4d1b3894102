import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createBodyStore } from '../../src/operator/failed/body-store.ts';
import { type HoldOptions, holdMessages } from '../../src/operator/failed/hold-messages.ts';
import { answerInstead, recordOperations } from '../support/aws/client-middleware.ts';
import { expireVisibility } from '../support/aws/expire-visibility.ts';
import { type LocalSqs, startSqs } from '../support/aws/sqs.ts';
import { createManualClock } from '../support/time/manual-clock.ts';
import { until } from '../support/time/until.ts';

const sent = Array.from({ length: 23 }, (_, index) => `body-${index}`);

let sqs: LocalSqs;
let client: SQSClient;
let queueUrl: string;
let queues = 0;

beforeAll(async () => {
  sqs = await startSqs();
  client = sqs.connect();
});

afterAll(() => sqs.stop());

beforeEach(async () => {
  queues += 1;
  queueUrl = await sqs.createQueue(`held-${queues}`);
  for (const MessageBody of sent) {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  }
});

const hold = (options: Partial<HoldOptions> = {}) =>
  holdMessages({
    client,
    queueUrl,
    waitSeconds: 0,
    bodies: createBodyStore(),
    signal: new AbortController().signal,
    clock: { now: () => Date.now() },
    ...options,
  });
const visible = async () => (await sqs.receiveAll(queueUrl)).map(({ Body }) => Body).sort();

test('the messages of several receives are held, each once, and hidden from others', async () => {
  const held = await hold();

  expect(held.messages.map(({ body }) => body).sort()).toEqual([...sent].sort());
  expect(await visible()).toEqual([]);
  await held.releaseAll();
});

test('released messages are visible immediately, except deleted ones', async () => {
  const held = await hold();
  const [first, ...others] = held.messages;
  held.forget(first?.messageId ?? '');

  await held.releaseAll();

  expect(await visible()).toEqual(others.map(({ body }) => body).sort());
});

test('some messages are released before the rest', async () => {
  const held = await hold();
  const some = held.messages.slice(0, 12);

  await held.release(some.map(({ messageId }) => messageId));

  expect(await visible()).toEqual(some.map(({ body }) => body).sort());
  await held.releaseAll();
});

test('an interruption releases the messages received so far', async () => {
  const interruption = new AbortController();

  const held = hold({ signal: interruption.signal, onProgress: () => interruption.abort() });

  await expect(held).rejects.toThrow('aborted');
  expect(await visible()).toHaveLength(sent.length);
});

test('a message that is delivered twice is held once, under its newest receipt', async () => {
  const holder = sqs.connect();
  let expired: Promise<void> | undefined;
  // What was received first is visible again before anything more is received, and only then.
  holder.middlewareStack.add(
    (next) => async (args) => {
      await expired;
      return next(args);
    },
    { step: 'initialize' },
  );
  const held = await hold({
    client: holder,
    onProgress() {
      expired ??= expireVisibility(client, queueUrl);
    },
  });

  await held.releaseAll();

  expect(held.messages).toHaveLength(sent.length);
  expect(await visible()).toHaveLength(sent.length);
});

test('a hold that lasts longer than its visibility timeout renews it', async () => {
  const operations = recordOperations(client);
  const held = await hold({ visibilitySeconds: 2 });
  // Three calls for 23 messages, thrice in two seconds: after ten of them they would be visible.
  await until(
    () => operations.filter((operation) => operation === 'ChangeMessageVisibilityBatch'),
    ({ length }) => length >= 10,
  );

  expect(await visible()).toEqual([]);
  await held.releaseAll();
});

/** A client of SQS that accepts every receipt, as a standard queue may. */
function acceptingClient() {
  const accepting = sqs.connect();
  const renewed: unknown[] = [];
  answerInstead(accepting, (input) => {
    const { Entries } = input as { Entries?: { Id: string }[] };
    if (Entries === undefined) return undefined;
    renewed.push(...Entries);
    return { Successful: Entries };
  });
  return { accepting, renewed };
}

test('a message is renewed before something is done with it', async () => {
  const held = await hold();
  const [first] = held.messages;

  expect(await held.renew(first?.messageId ?? '')).toBe(true);
  await held.releaseAll();
});

test('a message that another process has received meanwhile is not renewed', async () => {
  const held = await hold();
  await expireVisibility(client, queueUrl);
  await sqs.receiveAll(queueUrl);

  const renewed = await Promise.all(held.messages.map(({ messageId }) => held.renew(messageId)));

  expect(new Set(renewed)).toEqual(new Set([false]));
  expect(held.notRenewed()).toBe(sent.length);
  await held.releaseAll();
});

test('after a sleep that outlasts the visibility no receipt is used, even if SQS would accept it', async () => {
  const clock = createManualClock(0);
  const { accepting, renewed } = acceptingClient();
  const held = await hold({ client: accepting, clock });
  const [first, second] = held.messages.map(({ messageId }) => messageId);

  clock.advance(119_999);
  const before = await held.renew(first ?? '');
  clock.advance(1);
  const after = await held.renew(second ?? '');
  await held.releaseAll();

  expect([before, after]).toEqual([true, false]);
  // The renewal of the first, and its release.
  expect(renewed).toHaveLength(2);
});

test('a sleep during the renewal of a message loses it', async () => {
  const clock = createManualClock(0);
  const asleep = sqs.connect();
  const held = await hold({ client: asleep, clock });
  answerInstead(asleep, () => {
    clock.advance(120_000);
    return { Successful: [{ Id: '0' }] };
  });

  expect(await held.renew(held.messages[0]?.messageId ?? '')).toBe(false);
  await held.releaseAll();
});

test('messages that SQS does not renew are counted', async () => {
  const refusing = sqs.connect();
  const held = await hold({ client: refusing, visibilitySeconds: 3 });
  let refused = 0;
  answerInstead(refusing, () => {
    refused += 1;
    return { Failed: [] };
  });
  await until(
    () => refused,
    (calls) => calls >= 3,
  );

  expect(held.notRenewed()).toBe(sent.length);
  await held.releaseAll();
});

test('nothing is released before a renewal under way has ended: SQS may take them in any order', async () => {
  const slow = sqs.connect();
  const mayRenew = Promise.withResolvers<void>();
  const steps: string[] = [];
  slow.middlewareStack.add(
    (next) => async (args) => {
      const [entry] = (args.input as { Entries?: { VisibilityTimeout: number }[] }).Entries ?? [];
      if (entry === undefined) return next(args);
      const isRelease = entry.VisibilityTimeout === 0;
      steps.push(isRelease ? 'release' : 'renewal begins');
      if (!isRelease) await mayRenew.promise;
      const output = await next(args);
      if (!isRelease) steps.push('renewal ends');
      return output;
    },
    { step: 'initialize' },
  );
  const held = await hold({ client: slow, visibilitySeconds: 3 });
  await until(
    () => steps,
    ({ length }) => length === 3,
  );

  const released = held.releaseAll();
  mayRenew.resolve();
  await released;

  expect(steps).toEqual([
    ...Array(3).fill('renewal begins'),
    ...Array(3).fill('renewal ends'),
    ...Array(3).fill('release'),
  ]);
  expect(await visible()).toHaveLength(sent.length);
});
