import type { SQSRecord } from 'aws-lambda';

/** The two queues of the intake, by ARN: raw messages, and notifications of the bucket. */
export interface IntakeQueues {
  readonly messages: string;
  readonly files: string;
}

/** A record that comes from neither queue: nothing checked who may send it. */
class IntakeSourceError extends Error {
  override readonly name = 'IntakeSourceError';
  readonly isSafeToLog = true;

  constructor() {
    super(
      'A record does not come from a queue of the intake, so no message of this event was read. Send records to the intake queue or put files into its bucket, and remove any other event source or direct invocation of the function.',
    );
  }
}

/**
 * The queue that a record comes from. Only the policies of the queues decide who may send.
 * @throws IntakeSourceError
 */
export function queueOf(record: SQSRecord, queues: IntakeQueues): keyof IntakeQueues {
  if (record.eventSourceARN === queues.messages) return 'messages';
  if (record.eventSourceARN === queues.files) return 'files';
  throw new IntakeSourceError();
}
