import type { SQSRecord } from 'aws-lambda';

/** This many receives take half a day of backoff, or two hours of crashes. */
const ISOLATE_AT_RECEIVE = 20;

/**
 * The groups in which a batch is processed, one after the other. A message that crashes the function fails
 * whatever is processed with it. So one that was received that often is processed alone, after all that
 * were not: when it crashes, they are done. Of several, the most received comes first.
 */
export function isolatePoison(records: readonly SQSRecord[]): readonly (readonly SQSRecord[])[] {
  const receives = ({ attributes }: SQSRecord) => Number(attributes.ApproximateReceiveCount);
  const together = records.filter((record) => receives(record) < ISOLATE_AT_RECEIVE);
  const alone = records
    .filter((record) => receives(record) >= ISOLATE_AT_RECEIVE)
    .sort((one, other) => receives(other) - receives(one));
  return [together, ...alone.map((record) => [record])].filter(({ length }) => length > 0);
}
