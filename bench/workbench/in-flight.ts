import { DeleteMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { receiptsOf } from '../../local/emulators/event-source-mapping/receipts.ts';

/** SQS's limit for one batch. */
const BATCH_SIZE = 10;

/** Gives the records of an event the receipts of messages in flight while `work` lasts. */
export function createInFlight(sqs: SQSClient, queueUrl: string) {
  return async <T>(
    { Records }: SQSEvent,
    work: (records: readonly SQSRecord[]) => Promise<T>,
  ): Promise<T> => {
    const receipts = await receiptsOf(sqs, queueUrl, Records.length);
    try {
      return await work(
        Records.map((record, index) => ({ ...record, receiptHandle: receipts[index] ?? '' })),
      );
    } finally {
      for (let from = 0; from < receipts.length; from += BATCH_SIZE) {
        const batch = receipts.slice(from, from + BATCH_SIZE);
        const Entries = batch.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    }
  };
}
