/**
 * The bare handler with the secret that pseudonyms are made of (docs/threat-model.md): one call of KMS, which leaves
 * while the function initializes. It is made by Joiner's code, which takes less time than the client of KMS.
 */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deriveSecret } from '../../src/aws/derive-secret.ts';
import { generateMac } from '../../src/runtime/generate-mac.ts';
import { handler as bare } from './bare.ts';

const keyArn = process.env['PSEUDONYM_KEY_ARN'] ?? '';
const secret = deriveSecret((message) => generateMac(keyArn, message));

export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  await secret;
  return bare(event);
}
