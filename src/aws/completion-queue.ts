import type { CompletionEvents } from '../provisioning/message-ports.ts';
import { type OutgoingQueue, sendMessages } from './send-messages.ts';

/**
 * Completion events as JSON on an SQS queue, with the message attribute `eventType` to filter by.
 * Never throws; `onError` receives the reason why events were not sent.
 */
export function createCompletionQueue(queue: OutgoingQueue): CompletionEvents {
  return {
    publish: (events, signal) =>
      sendMessages(
        queue,
        events.map((event) => ({
          key: event.id,
          body: JSON.stringify(event),
          attributes: { eventType: event.type },
        })),
        signal,
      ),
  };
}
