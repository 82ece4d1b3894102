import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from '@jest/globals';
import { DEFAULT_TARGET, TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { expireVisibility } from '../support/aws/expire-visibility.ts';
import { hire, MINUTE_MS } from '../support/bodies/hires.ts';
import {
  type StackUnderFaults,
  startStackUnderFaults,
} from '../support/stack/stack-under-faults.ts';
import { createManualClock, type ManualClock } from '../support/time/manual-clock.ts';
import { until } from '../support/time/until.ts';
import { crashOn } from './crashing-message.ts';

const poison = hire({ emailAddress: 'poison@example.com', requestId: 'poison' });
const poisonBody = JSON.stringify(poison);
const siblings = ['ada', 'grace'].map((name) =>
  hire({ emailAddress: `${name}@example.com`, requestId: name }),
);

/** The queue's own limit in the template. */
const MAX_RECEIVES = 1000;
/** So many of them by the function; the others would cost a process each and show nothing more. */
const RECEIVES_BY_THE_FUNCTION = 2;

let clock: ManualClock;
let service: StackUnderFaults;
let crashes: () => number;
afterEach(() => service.stop());

async function start(target: string): Promise<void> {
  clock = createManualClock(Date.now());
  service = await startStackUnderFaults({ clock, packageDir: packageDirOf(target) });
  crashes = crashOn('poison', service);
}

/** Receives the one message as often as that, each time letting it become visible at once. */
async function receiveInVain(times: number): Promise<void> {
  const receive = new ReceiveMessageCommand({
    QueueUrl: service.stack.outputs.NewHireQueueUrl,
    WaitTimeSeconds: 0,
    VisibilityTimeout: 0,
  });
  for (let received = 0; received < times; ) {
    const { Messages = [] } = await service.sqs.send(receive);
    received += Messages.length;
  }
}

async function crashUntilDead(): Promise<void> {
  await service.send(poisonBody);
  await receiveInVain(MAX_RECEIVES - RECEIVES_BY_THE_FUNCTION);
  await service.stack.consumption.start();
  for (let crash = 1; crash <= RECEIVES_BY_THE_FUNCTION; crash += 1) {
    await until(crashes, (seen) => seen >= crash);
    await service.comeAgain();
  }
  await until(service.deadLetters, (messages) => messages.length > 0);
}

test('a hire that always crashes the function is moved by its queue to the dead letters, and no other', async () => {
  await start(DEFAULT_TARGET);
  await crashUntilDead();
  await service.sendHires(siblings);
  await service.untilAllDone();

  expect(crashes()).toBe(RECEIVES_BY_THE_FUNCTION);
  expect((await service.deadLetters()).map(({ Body }) => Body)).toEqual([poisonBody]);
  const events = await service.events();
  expect(events.map(({ data }) => data.requestId).toSorted()).toEqual(['ada', 'grace']);
});

test('hires that shared a batch with one that crashes the function end well once they come in another', async () => {
  await start(DEFAULT_TARGET);
  const { consumption, outputs } = service.stack;
  const { NewHireQueueUrl } = outputs;
  await service.sendHires([poison, ...siblings]);
  await consumption.start();
  await until(crashes, (seen) => seen >= 1);
  await consumption.pause();
  await expireVisibility(service.sqs, NewHireQueueUrl);
  // The one that crashes stays invisible a while longer than its siblings: the first in the queue.
  const { Messages: [first] = [] } = await service.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: NewHireQueueUrl,
      WaitTimeSeconds: 0,
      MaxNumberOfMessages: 1,
    }),
  );
  await consumption.start();
  await service.untilLogged('provisioned', siblings.length);
  await consumption.pause();

  expect(first?.Body).toBe(poisonBody);
  const events = await service.events();
  expect(events.map(({ data }) => data.requestId).toSorted()).toEqual(['ada', 'grace']);
  expect(crashes()).toBe(1);
});

test.each(TARGETS)(
  'packaged for %s: a dead letter that is put back ends in the account that its crashes left, under a new message id and token',
  async (target) => {
    await start(target);
    const { outputs, directory } = service.stack;
    await crashUntilDead();
    const [left] = directory.users();
    service.proxy.onCall(() => undefined);
    clock.advance(11 * MINUTE_MS);

    const [dead] = await service.deadLetters();
    await service.send(dead?.Body ?? '');
    await service.sqs.send(
      new DeleteMessageCommand({
        QueueUrl: outputs.DeadLetterQueueUrl,
        ReceiptHandle: dead?.ReceiptHandle,
      }),
    );
    await service.expireLeases();
    await service.untilAllDone();

    expect(directory.users()).toEqual([left]);
    const userId = left?.userId;
    expect(await service.records()).toMatchObject([
      { state: { S: 'PROVISIONED' }, userId: { S: userId } },
    ]);
    expect(await service.events()).toMatchObject([{ data: { userId, outcome: 'recovered' } }]);
  },
);
