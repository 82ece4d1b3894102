import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, test } from '@jest/globals';
import { DEFAULT_TARGET, TARGETS } from '../../local/directories/directories.ts';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { expireVisibility } from '../support/aws/expire-visibility.ts';
import { hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { type StoryWorld, startStoryWorld } from '../support/stack/stack-under-faults.ts';
import { createManualClock, type ManualClock } from '../support/time/manual-clock.ts';
import { until } from '../support/time/until.ts';
import { crashOn } from './crashing-message.ts';

const poison = hire({ emailAddress: 'poison@example.com', requestId: 'poison' });
const poisonBody = JSON.stringify(poison);
const siblings = ['ada', 'grace'].map((name) =>
  hire({ emailAddress: `${name}@example.com`, requestId: name }),
);

/** The queue's own limit in the template. */
const MAX_RECEIVES = 100;
/** So many of them by the function; the others would cost a process each and show nothing more. */
const RECEIVES_BY_THE_FUNCTION = 2;

let clock: ManualClock;
let world: StoryWorld;
let crashes: () => number;
afterEach(() => world.stop());

async function start(target: string): Promise<void> {
  clock = createManualClock(Date.now());
  world = await startStoryWorld({ clock, packageDir: packageDirOf(target) });
  crashes = crashOn('poison', world);
}

/** Receives the one message as often as that, each time letting it become visible at once. */
async function receiveInVain(times: number): Promise<void> {
  const receive = new ReceiveMessageCommand({
    QueueUrl: world.stack.outputs.NewHireQueueUrl,
    WaitTimeSeconds: 0,
    VisibilityTimeout: 0,
  });
  for (let received = 0; received < times; ) {
    const { Messages = [] } = await world.sqs.send(receive);
    received += Messages.length;
  }
}

async function crashUntilDead(): Promise<void> {
  await world.send(poisonBody);
  await receiveInVain(MAX_RECEIVES - RECEIVES_BY_THE_FUNCTION);
  await world.stack.consumption.start();
  for (let crash = 1; crash <= RECEIVES_BY_THE_FUNCTION; crash += 1) {
    await until(crashes, (seen) => seen >= crash);
    await world.comeAgain();
  }
  await until(world.deadLetters, (messages) => messages.length > 0);
}

test('a hire that always crashes the function is moved by its queue to the dead letters, and no other', async () => {
  await start(DEFAULT_TARGET);
  await crashUntilDead();
  await world.sendHires(siblings);
  await world.untilAllDone();

  expect(crashes()).toBe(RECEIVES_BY_THE_FUNCTION);
  expect((await world.deadLetters()).map(({ Body }) => Body)).toEqual([poisonBody]);
  const events = await world.events();
  expect(events.map(({ data }) => data.requestId).toSorted()).toEqual(['ada', 'grace']);
});

test('hires that shared a batch with one that crashes the function end well once they come in another', async () => {
  await start(DEFAULT_TARGET);
  const { consumption, outputs } = world.stack;
  const { NewHireQueueUrl } = outputs;
  await world.sendHires([poison, ...siblings]);
  await consumption.start();
  await until(crashes, (seen) => seen >= 1);
  await consumption.pause();
  await expireVisibility(world.sqs, NewHireQueueUrl);
  // The one that crashes stays invisible a while longer than its siblings: the first in the queue.
  const { Messages: [first] = [] } = await world.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: NewHireQueueUrl,
      WaitTimeSeconds: 0,
      MaxNumberOfMessages: 1,
    }),
  );
  await consumption.start();
  await world.untilLogged('provisioned', siblings.length);
  await consumption.pause();

  expect(first?.Body).toBe(poisonBody);
  const events = await world.events();
  expect(events.map(({ data }) => data.requestId).toSorted()).toEqual(['ada', 'grace']);
  expect(crashes()).toBe(1);
});

test.each(TARGETS)(
  'packaged for %s: a dead letter that is put back ends in the account that its crashes left, under a new message id and token',
  async (target) => {
    await start(target);
    const { outputs, directory } = world.stack;
    await crashUntilDead();
    const [left] = directory.users();
    world.proxy.onCall(() => undefined);
    clock.advance(11 * MINUTE_MS);

    const [dead] = await world.deadLetters();
    await world.send(dead?.Body ?? '');
    await world.sqs.send(
      new DeleteMessageCommand({
        QueueUrl: outputs.DeadLetterQueueUrl,
        ReceiptHandle: dead?.ReceiptHandle,
      }),
    );
    await world.expireLeases();
    await world.untilAllDone();

    expect(directory.users()).toEqual([left]);
    const userId = left?.userId;
    expect(await world.records()).toMatchObject([
      { state: { S: 'PROVISIONED' }, userId: { S: userId } },
    ]);
    expect(await world.events()).toMatchObject([{ data: { userId, outcome: 'recovered' } }]);
  },
);
