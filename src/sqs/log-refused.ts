import type { SQSRecord } from 'aws-lambda';
import type { Log } from './log-result.ts';

/** SQS gives ids of this form. Of an event that does not come from it, they are the caller's words. */
const MESSAGE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Logs records whose receipts SQS refused, without a word of them: a direct invocation made them up, or they came too
 * late, after their messages were deleted or visible again.
 * @param source what should have delivered them
 */
export async function logRefused(
  records: readonly Pick<SQSRecord, 'messageId'>[],
  source: string,
  log: Log,
): Promise<void> {
  const messageIds = records.map(({ messageId }) => messageId).filter((id) => MESSAGE_ID.test(id));
  const line = `not in flight: ${source} did not deliver these records, or takes them back`;
  await log.error(line, { records: records.length, messageIds });
}
