import type { SQSRecord } from 'aws-lambda';
import { retry } from '../provisioning/hire-result.ts';
import type { Message } from '../provisioning/message.ts';
import type { ProcessedHire } from '../provisioning/processed-hire.ts';
import type { Log } from './log-result.ts';
import type { Metrics } from './metrics.ts';

/** SQS gives ids of this form. Of an event that does not come from it, they are the caller's words. */
const MESSAGE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Counts and logs records whose receipts SQS refused: a direct invocation made them up, or they came too late, after
 * their messages were deleted or visible again.
 */
export async function reportRefused(
  records: readonly Pick<SQSRecord, 'messageId'>[],
  { metrics, log }: { readonly metrics: Metrics; readonly log: Log },
): Promise<void> {
  for (const _ of records) metrics.count('NotInFlight');
  const messageIds = records.map(({ messageId }) => messageId).filter((id) => MESSAGE_ID.test(id));
  await log.error(
    'not in flight: the new-hire queue did not deliver these records, or takes them back',
    {
      records: records.length,
      messageIds,
    },
  );
}

/** A message that nothing was read of, as SQS did not say whether it is in flight. The queue keeps it. */
export function unread(message: Message, error: unknown): ProcessedHire {
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
