import { DeleteMessageCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { readStackSettings, type Stack } from '../stack/stack.ts';
import {
  type FailedFilter,
  type FailedMessage,
  type FailedQueue,
  failedMessageOf,
  matches,
} from './failed-message.ts';
import { type Hold, type HoldOptions, holdMessages } from './hold-messages.ts';

/** Failed messages in hand: nobody else sees them until they are let go. */
export interface FailedBatch {
  /** Those that match, the newest failure first. */
  readonly messages: readonly FailedMessage[];
  /** Messages that somebody else had in hand meanwhile, about: they are not among these. */
  readonly inFlightElsewhere: number;
  delete(message: FailedMessage): Promise<void>;
}

export type Looking = Pick<HoldOptions, 'signal' | 'onProgress'>;

const FAILED_QUEUES: readonly FailedQueue[] = ['dead-letter', 'rejected'];

/**
 * Takes the failed messages that match in hand while `work` lasts; whatever it did not delete is
 * visible again afterwards, however it ends.
 */
export async function withFailedMessages<T>(
  stack: Stack,
  filter: FailedFilter,
  looking: Looking,
  work: (inHand: FailedBatch) => Promise<T>,
): Promise<T> {
  const { target } = await readStackSettings(stack);
  const wanted = FAILED_QUEUES.filter((queue) => queue === (filter.queue ?? queue));
  const elsewhere = await Promise.all(wanted.map((queue) => notVisible(stack, queue)));
  const holds = await holdAll(stack, wanted, looking);
  try {
    const all = wanted.flatMap((queue) =>
      (holds.get(queue)?.messages ?? []).map((held) => failedMessageOf(held, queue, target.id)),
    );
    const messages = all
      .filter((message) => matches(message, filter))
      .sort((one, other) => other.failedAtMs - one.failedAtMs);
    await letGoOthers(holds, new Set(messages.map(({ id }) => id)));
    return await work({
      messages,
      inFlightElsewhere: elsewhere.reduce((sum, count) => sum + count, 0),
      async delete({ id, queue }) {
        const hold = holds.get(queue);
        await stack.clients.sqs.send(
          new DeleteMessageCommand({
            QueueUrl: urlOf(stack, queue),
            ReceiptHandle: hold?.receiptOf(id),
          }),
        );
        hold?.forget(id);
      },
    });
  } finally {
    await releaseHolds(holds);
  }
}

/** The failed messages that match, the newest failure first; they stay as they were. */
export function listFailedMessages(
  stack: Stack,
  filter: FailedFilter,
  looking: Looking,
): Promise<Omit<FailedBatch, 'delete'>> {
  return withFailedMessages(stack, filter, looking, async ({ messages, inFlightElsewhere }) => ({
    messages,
    inFlightElsewhere,
  }));
}

async function holdAll(
  stack: Stack,
  queues: readonly FailedQueue[],
  { onProgress, ...looking }: Looking,
): Promise<ReadonlyMap<FailedQueue, Hold>> {
  const counts = new Map<FailedQueue, number>();
  const holds = new Map<FailedQueue, Hold>();
  const holding = queues.map(async (queue) => {
    const hold = await holdMessages({
      client: stack.clients.sqs,
      queueUrl: urlOf(stack, queue),
      ...looking,
      waitSeconds: stack.isLocal ? 0 : 1,
      onProgress(held) {
        counts.set(queue, held);
        onProgress?.([...counts.values()].reduce((sum, count) => sum + count, 0));
      },
    });
    holds.set(queue, hold);
  });
  const failure = (await Promise.allSettled(holding)).find(({ status }) => status === 'rejected');
  if (failure?.status !== 'rejected') return holds;
  await releaseHolds(holds);
  throw failure.reason;
}

/** What does not match is nobody's business here, however long the work takes. */
async function letGoOthers(
  holds: ReadonlyMap<FailedQueue, Hold>,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const lettingGo = [...holds.values()].map((hold) => {
    const ids = hold.messages.map(({ messageId }) => messageId);
    return hold.release(ids.filter((id) => !wanted.has(id)));
  });
  await Promise.all(lettingGo);
}

async function releaseHolds(holds: ReadonlyMap<FailedQueue, Hold>): Promise<void> {
  await Promise.all([...holds.values()].map((hold) => hold.releaseAll()));
}

async function notVisible(stack: Stack, queue: FailedQueue): Promise<number> {
  const { Attributes } = await stack.clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: urlOf(stack, queue),
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

function urlOf({ outputs }: Stack, queue: FailedQueue): string {
  return queue === 'rejected' ? outputs.RejectedQueueUrl : outputs.DeadLetterQueueUrl;
}
