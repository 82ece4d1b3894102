/**
 * The bare handler with the two further calls that Joiner's security needs (docs/threat-model.md): one of KMS for the
 * secret of its pseudonyms, which leaves while the function initializes, and one of SQS for each batch, which proves
 * that its records are in flight. That of KMS is made by Joiner's code, which takes less time than the client of KMS.
 */
import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { VISIBILITY_SECONDS } from '../../src/aws/confirm-in-flight.ts';
import { deriveSecret } from '../../src/aws/derive-secret.ts';
import { generateMac } from '../../src/runtime/generate-mac.ts';
import { handler as bare } from './bare.ts';

const sqs = new SQSClient();
const QueueUrl = process.env['NEW_HIRE_QUEUE_URL'];
const keyArn = process.env['PSEUDONYM_KEY_ARN'] ?? '';
const secret = deriveSecret((message) => generateMac(keyArn, message));

export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const Entries = event.Records.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: VISIBILITY_SECONDS.newHires,
  }));
  const asked = sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  const [{ Failed = [] }] = await Promise.all([asked, secret]);
  if (Failed.length > 0) throw new Error('Not all records are in flight.');
  return bare(event);
}
