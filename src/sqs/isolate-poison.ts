import type { SQSRecord } from 'aws-lambda';

/** This many receives take half a day of backoff, or two hours of crashes. */
const ISOLATE_AT_RECEIVE = 20;

/**
 * A message that crashes the function fails its whole batch each time. So once a message has been
 * received that often, one message is processed alone. The others return to the queue before the work
 * begins, and are received again without the one that crashes it.
 */
export function isolatePoison(records: readonly SQSRecord[]): {
  readonly batch: readonly SQSRecord[];
  readonly returned: readonly SQSRecord[];
} {
  const [first] = records;
  const isSuspect = records.some(
    ({ attributes }) => Number(attributes.ApproximateReceiveCount) >= ISOLATE_AT_RECEIVE,
  );
  if (!first || !isSuspect) return { batch: records, returned: [] };
  const isFirst = ({ messageId }: SQSRecord) => messageId === first.messageId;
  return {
    batch: records.filter(isFirst),
    returned: records.filter((record) => !isFirst(record)),
  };
}
