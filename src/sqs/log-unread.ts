import type { SQSRecord } from 'aws-lambda';
import { type Log, safeErrorFields } from './log-result.ts';
import { isMessageId } from './message-id.ts';

/** A record that nothing shows to be SQS's: all that it says may be a caller's words. */
export type UnreadRecord = Pick<SQSRecord, 'messageId'>;

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
  const line = `not in flight: ${source} did not deliver these records, or took them back`;
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

/** Those of the ids that may be SQS's. Of an event that does not come from it, they are the caller's words. */
export function sqsIdsOf(messageIds: Iterable<string>): readonly string[] {
  return [...messageIds].filter(isMessageId);
}

function factsOf(records: readonly UnreadRecord[]) {
  return { records: records.length, messageIds: sqsIdsOf(records.map((one) => one.messageId)) };
}
