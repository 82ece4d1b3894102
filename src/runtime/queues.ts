import type { Queues, QueueUrls } from './loaded-later/sqs-queues.ts';
import { once } from './once.ts';

export interface LazyQueues extends Omit<Queues, 'rehearse'> {
  /** Loads the client, and makes it ready for its first call. */
  prepare(): Promise<void>;
}

/**
 * The function's queues. A new hire sends nothing to SQS before its account exists, so the client is
 * loaded with the first message, unless `prepare` was called before.
 */
export function createQueues(urls: QueueUrls, onError: (error: unknown) => void): LazyQueues {
  const load = once(async () => {
    const { createSqsQueues } = await import('./loaded-later/sqs-queues.ts');
    return createSqsQueues(urls, onError);
  });

  return {
    prepare: once(async () => (await load()).rehearse()),
    completionEvents: {
      publish: async (events, signal) => (await load()).completionEvents.publish(events, signal),
    },
    failedMessages: {
      reject: async (messages, signal) => (await load()).failedMessages.reject(messages, signal),
      defer: async (messages, signal) => (await load()).failedMessages.defer(messages, signal),
    },
    processedMessages: {
      deleteAll: async (receipts, signal) =>
        (await load()).processedMessages.deleteAll(receipts, signal),
    },
    visibility: {
      setAll: async (entries, signal) => (await load()).visibility.setAll(entries, signal),
    },
  };
}
