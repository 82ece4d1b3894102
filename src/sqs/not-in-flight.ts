import type { SQSRecord } from 'aws-lambda';
import { retry } from '../provisioning/hire-result.ts';
import type { Message } from '../provisioning/message.ts';
import type { ProcessedHire } from '../provisioning/processed-hire.ts';
import { logRefused } from './log-refused.ts';
import type { Log } from './log-result.ts';
import type { Metrics } from './metrics.ts';

/** Counts and logs records whose receipts SQS refused. */
export async function reportRefused(
  records: readonly Pick<SQSRecord, 'messageId'>[],
  { metrics, log }: { readonly metrics: Metrics; readonly log: Log },
): Promise<void> {
  for (const _ of records) metrics.count('NotInFlight');
  await logRefused(records, 'the new-hire queue', log);
}

/**
 * A message that nothing was read of, as SQS did not say whether it is in flight. The queue keeps it. Who sent it is no
 * fact either: a log must not name a sender by the words of an event.
 */
export function unread(
  { senderId: _, takenFrom: __, ...message }: Message,
  error: unknown,
): ProcessedHire {
  const { messageId } = message;
  return {
    message,
    facts: {
      requestKey: messageId,
      requestId: messageId,
      contentDigest: messageId,
      isRefused: false,
    },
    requestsElevatedRights: false,
    result: retry('queue-unavailable', { kind: 'backoff' }, error),
  };
}
