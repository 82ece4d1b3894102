import type { SQSRecord } from 'aws-lambda';
import { type Log, safeErrorFields } from './log-result.ts';

/** A record that nothing shows to be SQS's: all that it says may be a caller's words. */
export type UnreadRecord = Pick<SQSRecord, 'messageId'>;

/** SQS gives ids of this form. Of an event that does not come from it, they are the caller's words. */
const MESSAGE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Logs records whose receipts SQS refused, without a word of them: a direct invocation made them up, or they came too
 * late, after their messages were deleted or visible again.
 * @param source what should have delivered them
 */
export async function logRefused(
  records: readonly UnreadRecord[],
  source: string,
  log: Log,
): Promise<void> {
  const line = `not in flight: ${source} did not deliver these records, or takes them back`;
  await log.error(line, factsOf(records));
}

/**
 * Logs records of which SQS did not say whether they are in flight, without a word of them.
 * @param source what should have delivered them
 */
export async function logUnconfirmed(
  records: readonly UnreadRecord[],
  source: string,
  error: unknown,
  log: Log,
): Promise<void> {
  const line = `not confirmed: ${source} did not say whether these records are in flight`;
  const facts = factsOf(records);
  await log.warn(line, { ...facts, ...(error !== undefined && { error: safeErrorFields(error) }) });
}

/** Those of the ids that may be SQS's. */
export function sqsIdsOf(messageIds: Iterable<string>): readonly string[] {
  return [...messageIds].filter((id) => MESSAGE_ID.test(id));
}

function factsOf(records: readonly UnreadRecord[]) {
  return { records: records.length, messageIds: sqsIdsOf(records.map((one) => one.messageId)) };
}
