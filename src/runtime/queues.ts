import type { Queues, QueueUrls } from './loaded-later/sqs-queues.ts';

export interface LazyQueues extends Queues {
  load(): Promise<Queues>;
}

/**
 * The function's queues. A new hire has nothing to say over SQS before its account is there: the client
 * is loaded with the first message, unless `load` was called before.
 */
export function createQueues(urls: QueueUrls, onError: (error: unknown) => void): LazyQueues {
  let loading: Promise<Queues> | undefined;

  function load(): Promise<Queues> {
    loading ??= import('./loaded-later/sqs-queues.ts').then(({ createSqsQueues }) =>
      createSqsQueues(urls, onError),
    );
    return loading;
  }

  return {
    load,
    completionEvents: {
      publish: async (events, signal) => (await load()).completionEvents.publish(events, signal),
    },
    rejectedMessages: {
      reject: async (messages, signal) => (await load()).rejectedMessages.reject(messages, signal),
      handOver: async (messages, signal) =>
        (await load()).rejectedMessages.handOver(messages, signal),
    },
    visibility: {
      setAll: async (entries, signal) => (await load()).visibility.setAll(entries, signal),
    },
  };
}
