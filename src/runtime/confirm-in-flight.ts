import {
  type AskedQueue,
  type ChangeVisibility,
  createConfirmInFlight,
} from '../aws/confirm-in-flight.ts';
import type { ConfirmInFlight } from '../provisioning/message-ports.ts';
import { createSignedJson } from './signed-json.ts';

/** SQS's name of the call. */
export const CONFIRMATION = 'AmazonSQS.ChangeMessageVisibilityBatch';

/**
 * Asks SQS without its client, which takes longer to load than the answer takes: every batch waits for it. The
 * host of the queue's URL is the endpoint, as it is for the client.
 */
export function confirmInFlightBy(queue: AskedQueue, region: string): ConfirmInFlight {
  const sqs = createSignedJson({
    title: 'SQS',
    signingName: 'sqs',
    region,
    endpoint: new URL(new URL(queue.queueUrl).origin),
    contentType: 'application/x-amz-json-1.0',
  });
  const changeVisibility: ChangeVisibility = (input, signal) =>
    sqs.call(CONFIRMATION, input, signal);
  return createConfirmInFlight(queue, changeVisibility);
}
