import type { SQSClient } from '@aws-sdk/client-sqs';
import type { FailedMessage, FailedMessages } from '../provisioning/message-ports.ts';
import { copyAttributesOf } from './copy-attributes.ts';
import { type OutgoingMessage, type OutgoingQueue, sendMessages } from './send-messages.ts';

/**
 * Failed messages on two SQS queues: the body byte for byte as it was received, with the message
 * attributes `reasonCode`, `requestId`, `source` (of a record that a source describes), `rejectedAt` (`firstSeenAt` if
 * dead-lettered), `mac` and `reason`, and with those of a copy: a message that comes back by a redrive is no newer than it was (src/sqs/copy-times.ts).
 * Times are ISO 8601 in UTC, for people to read.
 * Never throws; `onError` receives the reason why messages were not sent.
 */
export function createFailedMessages({
  rejectedQueueUrl,
  deadLetterQueueUrl,
  ...queue
}: {
  readonly client: SQSClient;
  readonly rejectedQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly onError?: OutgoingQueue['onError'];
}): FailedMessages {
  return {
    reject: (messages, signal) =>
      sendMessages(
        { ...queue, queueUrl: rejectedQueueUrl },
        messages.map((message) => outgoing(message, 'rejectedAt')),
        signal,
      ),
    defer: (messages, signal) =>
      sendMessages(
        { ...queue, queueUrl: deadLetterQueueUrl },
        messages.map((message) => outgoing(message, 'firstSeenAt')),
        signal,
      ),
  };
}

function outgoing(
  { messageId, body, reason, requestId, source, atMs, mac, ...times }: FailedMessage,
  timeAttribute: 'rejectedAt' | 'firstSeenAt',
): OutgoingMessage {
  return {
    key: messageId,
    body,
    attributes: {
      reasonCode: reason.code,
      requestId,
      ...(source !== undefined && { source }),
      [timeAttribute]: new Date(atMs).toISOString(),
      mac,
      ...copyAttributesOf(times),
      reason: reason.message,
    },
  };
}
