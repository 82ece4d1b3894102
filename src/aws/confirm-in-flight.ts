import type { ConfirmInFlight } from '../provisioning/message-ports.ts';
import { callInBatches } from './batches.ts';

/**
 * As in resources/queues.yml and resources/intake-queues.yml: what a message that was received has anyway. So the call
 * changes nothing but when the timeout begins.
 */
export const VISIBILITY_SECONDS = { newHires: 360, intake: 1_800 } as const;

/** A queue that can be asked about its messages. */
export interface AskedQueue {
  readonly queueUrl: string;
  /** The queue's own timeout, of VISIBILITY_SECONDS. */
  readonly visibilitySeconds: number;
}

/** SQS's codes for a receipt that it never gave, or whose message is deleted or visible again. */
const REFUSALS: readonly string[] = [
  'ReceiptHandleIsInvalid',
  'InvalidParameterValue',
  'MessageNotInflight',
];

/**
 * A longer one is no receipt of SQS's, and one so long that the call is refused would leave the rest of the batch
 * unconfirmed.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
 */
const LONGEST_RECEIPT = 1_024;

/** SQS's ChangeMessageVisibilityBatch, in the words of its JSON protocol. */
export type ChangeVisibility = (
  input: { readonly QueueUrl: string; readonly Entries: readonly object[] },
  signal: AbortSignal,
) => Promise<{
  readonly Successful?: readonly { readonly Id?: string }[] | undefined;
  readonly Failed?: readonly { readonly Id?: string; readonly Code?: string }[] | undefined;
}>;

/**
 * Asks SQS whether messages are in flight, by setting the visibility timeout that they have: only a receipt that
 * SQS gave for a message, which is not done, lets it.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
export function createConfirmInFlight(
  { queueUrl, visibilitySeconds }: AskedQueue,
  changeVisibility: ChangeVisibility,
): ConfirmInFlight {
  return async (receipts, signal) => {
    const refused = new Set<object>();
    let lastError: unknown;
    const askable = receipts.filter(({ receiptHandle }) => isAskable(receiptHandle));
    const unconfirmed = await callInBatches(
      askable,
      async (batch) => {
        const Entries = batch.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: visibilitySeconds,
        }));
        const result = await changeVisibility({ QueueUrl: queueUrl, Entries }, signal);
        for (const { Id, Code = '' } of result.Failed ?? []) {
          const receipt = batch[Number(Id)];
          if (receipt && REFUSALS.includes(plainCode(Code))) refused.add(receipt);
        }
        return result;
      },
      (error) => {
        lastError = error;
      },
    );
    const open = new Set(unconfirmed);
    const isRefused = (one: (typeof receipts)[number]) =>
      refused.has(one) || !isAskable(one.receiptHandle);
    return {
      confirmed: askable.filter((one) => !open.has(one)),
      refused: receipts.filter(isRefused),
      unknown: unconfirmed.filter((one) => !isRefused(one)),
      ...(lastError !== undefined && { error: lastError }),
    };
  };
}

/** With anything else, SQS could refuse the whole call. */
function isAskable(receiptHandle: unknown): boolean {
  const length = typeof receiptHandle === 'string' ? receiptHandle.length : 0;
  return length > 0 && length <= LONGEST_RECEIPT;
}

/** Older endpoints write `AWS.SimpleQueueService.MessageNotInflight`. */
function plainCode(code: string): string {
  return code.slice(code.lastIndexOf('.') + 1);
}
