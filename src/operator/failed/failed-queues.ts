import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { Digests } from '../../provisioning/digests.ts';
import type { IntakeDigests } from '../../provisioning/intake-digests.ts';
import type { Clock } from '../../provisioning/ports.ts';
import type { SingleNameRules } from '../../provisioning/single-name.ts';
import {
  readDigests,
  readIntakeDigests,
  readStackSettings,
  type Stack,
  type StackSettings,
} from '../stack/stack.ts';
import { type BodyStore, createBodyStore } from './body-store.ts';
import {
  type FailedFilter,
  type FailedMessage,
  failedMessageOf,
  type ListedMessage,
  matches,
} from './failed-message.ts';
import { FAILED_QUEUES, type FailedQueue } from './failed-queue.ts';
import { type Hold, type HoldOptions, holdMessages } from './hold-messages.ts';
import { countInFlight, failedQueueUrl } from './in-flight.ts';
import { LostHoldError } from './lost-hold-error.ts';
import type { Provenance } from './origin.ts';
import { rawPersonOf } from './raw-person.ts';

/** Failed messages that are held: no one else can receive them until they are released. */
export interface FailedBatch {
  /** Those that match, the newest failure first. */
  readonly messages: readonly FailedMessage[];
  /** About how many messages another process held: they are not in this batch. */
  readonly inFlightElsewhere: number;
  /** The pseudonyms of the stack, as they were read for these messages. */
  readonly digests: Digests;
  /** Those of its intake. */
  readonly intakeDigests: IntakeDigests;
  /** What the stack makes of a hire with one name. */
  readonly singleNameRules: SingleNameRules;
  /**
   * Renews the hold of a message: for just before it is sent or dropped.
   * @throws {LostHoldError} if another process may have it
   */
  renew(message: FailedMessage): Promise<void>;
  delete(message: FailedMessage): Promise<void>;
  /** How many messages are no longer held, or could not be renewed the last time. */
  notRenewed(): number;
}

export interface FailedList extends Pick<FailedBatch, 'inFlightElsewhere'> {
  /** Those that match, the newest failure first; without bodies, as they are no longer held. */
  readonly messages: readonly ListedMessage[];
}

export interface ReadOptions extends Pick<HoldOptions, 'signal' | 'onProgress'> {
  /** Default: the clock of this machine. */
  readonly clock?: Clock;
}

/**
 * Holds the failed messages that match while `work` lasts. Messages that it did not delete are visible
 * again afterwards, however it ends.
 */
export async function withFailedMessages<T>(
  stack: Stack,
  filter: FailedFilter,
  options: ReadOptions,
  work: (batch: FailedBatch) => Promise<T>,
): Promise<T> {
  const [digests, intakeDigests, settings] = await Promise.all([
    readDigests(stack),
    readIntakeDigests(stack),
    readStackSettings(stack),
  ]);
  const provenance = { digests, intakeDigests, queueArns: queueArnsOf(stack, settings) };
  const wanted = FAILED_QUEUES.filter((queue) => queue === (filter.queue ?? queue));
  const inFlightElsewhere = await countInFlight(stack, wanted);
  const bodies = createBodyStore();
  const holdByQueue = new Map<FailedQueue, Hold>();
  try {
    await holdAll(stack, wanted, { ...options, bodies }, holdByQueue);

    const all: FailedMessage[] = [];
    for (const queue of wanted)
      for (const held of holdByQueue.get(queue)?.messages ?? [])
        all.push(await withPerson(failedMessageOf(held, queue, provenance), digests));
    const messages = all
      .filter((message) => matches(message, filter))
      .sort((one, other) => other.failedAtMs - one.failedAtMs);
    await releaseOthers(holdByQueue, new Set(messages.map(({ id }) => id)));
    return await work({
      messages,
      inFlightElsewhere,
      digests,
      intakeDigests,
      singleNameRules: settings,
      async renew({ id, queue }) {
        if (!(await holdByQueue.get(queue)?.renew(id))) throw new LostHoldError(id);
      },
      async delete({ id, queue }) {
        const hold = holdByQueue.get(queue);
        const QueueUrl = failedQueueUrl(stack, queue);
        const ReceiptHandle = hold?.receiptOf(id);
        await stack.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        hold?.forget(id);
      },
      notRenewed: () => [...holdByQueue.values()].reduce((sum, hold) => sum + hold.notRenewed(), 0),
    });
  } finally {
    bodies.close();
    await releaseHolds(holdByQueue);
  }
}

/** Adds whom a raw record is about. The message is not copied: its body may be on disk. */
async function withPerson(message: FailedMessage, digests: Digests): Promise<FailedMessage> {
  if (message.origin !== 'intake') return message;
  return Object.assign(message, await rawPersonOf(message, digests));
}

/** The queues of a stack have one region and one account. */
function queueArnsOf(
  { outputs }: Stack,
  { newHireQueueArn }: StackSettings,
): Provenance['queueArns'] {
  const start = newHireQueueArn.slice(0, newHireQueueArn.lastIndexOf(':') + 1);
  const arnOf = (url: string) => `${start}${url.split('/').at(-1)}`;
  const { IntakeQueueUrl, IntakeFilesQueueUrl } = outputs;
  return {
    'new-hires': newHireQueueArn,
    ...(IntakeQueueUrl !== undefined && { intake: arnOf(IntakeQueueUrl) }),
    ...(IntakeFilesQueueUrl !== undefined && { 'intake-files': arnOf(IntakeFilesQueueUrl) }),
  };
}

/** The failed messages that match, the newest failure first. They stay in their queues. */
export function listFailedMessages(
  stack: Stack,
  filter: FailedFilter,
  options: ReadOptions,
): Promise<FailedList> {
  return withFailedMessages(stack, filter, options, async ({ messages, inFlightElsewhere }) => ({
    messages,
    inFlightElsewhere,
  }));
}

/** Adds each hold to `holdByQueue`, also if another one fails: the caller releases them. */
async function holdAll(
  stack: Stack,
  queues: readonly FailedQueue[],
  {
    onProgress,
    clock = { now: () => Date.now() },
    ...options
  }: ReadOptions & { readonly bodies: BodyStore },
  holdByQueue: Map<FailedQueue, Hold>,
): Promise<void> {
  const counts = new Map<FailedQueue, number>();
  const holding = queues.map(async (queue) => {
    const hold = await holdMessages({
      client: stack.clients.sqs,
      queueUrl: failedQueueUrl(stack, queue),
      ...options,
      clock,
      waitSeconds: stack.isLocal ? 0 : 1,
      onProgress(held) {
        counts.set(queue, held);
        onProgress?.([...counts.values()].reduce((sum, count) => sum + count, 0));
      },
    });
    holdByQueue.set(queue, hold);
  });
  const failure = (await Promise.allSettled(holding)).find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') throw failure.reason;
}

/** The others need not wait for the end of the work. */
async function releaseOthers(
  holdByQueue: ReadonlyMap<FailedQueue, Hold>,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const releases = [...holdByQueue.values()].map((hold) => {
    const ids = hold.messages.map(({ messageId }) => messageId);
    return hold.release(ids.filter((id) => !wanted.has(id)));
  });
  await Promise.all(releases);
}

async function releaseHolds(holdByQueue: ReadonlyMap<FailedQueue, Hold>): Promise<void> {
  await Promise.all([...holdByQueue.values()].map((hold) => hold.releaseAll()));
}
