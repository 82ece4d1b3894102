import type { SQSRecord } from 'aws-lambda';

/** A record that does not come from the new-hire queue: nothing checked who may send it. */
class OtherSourceError extends Error {
  readonly isSafeToLog = true;

  constructor() {
    super(
      'A record does not come from the new-hire queue, so no message of this event was read. Send hires to that queue, and remove any other event source or direct invocation of the function.',
    );
    this.name = 'OtherSourceError';
  }
}

/**
 * Only the queue's policy decides who may send hires: another event source would bypass it. A direct invocation that
 * names the queue looks the same: of its records, SQS refuses the receipts (docs/decisions/0004-records-in-flight.md).
 * @throws OtherSourceError if any record names another queue
 */
export function refuseOtherSources(records: readonly SQSRecord[], queueArn: string): void {
  if (records.some(({ eventSourceARN }) => eventSourceARN !== queueArn))
    throw new OtherSourceError();
}
