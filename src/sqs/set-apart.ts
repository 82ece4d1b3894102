import type { SQSRecord } from 'aws-lambda';

/** Receives that take half a day of backoff, or two hours of crashes. */
const ALONE_AT_RECEIVE = 20;

/**
 * A message that crashes the function takes its whole batch with it, again and again. So once a message
 * has been received that often, one message is processed alone, and the others are released at once:
 * shown again before the work begins, they come back without the one that crashes it.
 */
export function setApart(records: readonly SQSRecord[]): {
  readonly batch: readonly SQSRecord[];
  readonly released: readonly SQSRecord[];
} {
  const [first] = records;
  const isSuspect = records.some(
    ({ attributes }) => Number(attributes.ApproximateReceiveCount) >= ALONE_AT_RECEIVE,
  );
  if (!first || !isSuspect) return { batch: records, released: [] };
  const isFirst = ({ messageId }: SQSRecord) => messageId === first.messageId;
  return {
    batch: records.filter(isFirst),
    released: records.filter((record) => !isFirst(record)),
  };
}
