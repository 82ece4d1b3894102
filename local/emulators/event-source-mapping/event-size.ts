import type { SQSRecord } from 'aws-lambda';

/** Lambda's limit for the event of an invocation. */
const EVENT_LIMIT_BYTES = 6 * 1024 * 1024;
const envelopeBytes = Buffer.byteLength(JSON.stringify({ Records: [] }));

/** Splits records into non-empty batches whose events fit an invocation. Keeps their order. */
export function splitByEventSize(
  records: readonly SQSRecord[],
  limitBytes = EVENT_LIMIT_BYTES,
): readonly (readonly SQSRecord[])[] {
  const batches: SQSRecord[][] = [];
  let leftBytes = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    const batch = bytes <= leftBytes ? batches.at(-1) : undefined;
    if (batch) {
      batch.push(record);
      leftBytes -= bytes;
    } else {
      batches.push([record]);
      leftBytes = limitBytes - envelopeBytes - bytes;
    }
  }
  return batches;
}
