import type { buildApp } from 'fauxqs';
import type { SqsQueue, SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';

const SOURCE = 'DeadLetterQueueSourceArn';

interface Received {
  readonly Messages?: readonly {
    readonly MessageId: string;
    Attributes?: Record<string, string>;
  }[];
}

/**
 * Names the queue that a message was moved from after too many receives, as SQS does and fauxqs does not. What was
 * moved before a restart is not known.
 */
export function nameSourcesOfMoved(app: ReturnType<typeof buildApp>, sqsStore: SqsStore): void {
  const sources = new Map<string, string>();
  const queueOf = sqsStore.getQueueByArn.bind(sqsStore);
  // fauxqs moves a message by putting it into the queue that it finds by this method.
  sqsStore.getQueueByArn = (arn) => {
    const queue = queueOf(arn);
    return queue && noting(queue, sourceOf(arn, sqsStore), sources);
  };
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const { MessageSystemAttributeNames: names = [] } = Object(request.body);
    if (!names.includes(SOURCE) && !names.includes('All')) return payload;
    for (const message of Object(payload).Messages ?? ([] as Received['Messages'])) {
      const source = sources.get(message.MessageId);
      if (source !== undefined) message.Attributes = { ...message.Attributes, [SOURCE]: source };
    }
    return payload;
  });
}

function noting(queue: SqsQueue, source: string | undefined, sources: Map<string, string>) {
  if (source === undefined) return queue;
  return Object.assign(Object.create(queue) as SqsQueue, {
    enqueue(message: Parameters<SqsQueue['enqueue']>[0]) {
      sources.set(message.messageId, source);
      queue.enqueue(message);
    },
  });
}

function sourceOf(deadLetterArn: string, sqsStore: SqsStore): string | undefined {
  return [...sqsStore.allQueues()].find(({ attributes }) => {
    const { deadLetterTargetArn } = JSON.parse(attributes['RedrivePolicy'] ?? '{}');
    return deadLetterTargetArn === deadLetterArn;
  })?.arn;
}
