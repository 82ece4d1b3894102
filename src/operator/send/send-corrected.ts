import { recordChange } from '../changes/record-change.ts';
import type { FailedMessage } from '../failed/failed-message.ts';
import type { FailedBatch } from '../failed/failed-queues.ts';
import type { Stack } from '../stack/stack.ts';
import { sendBack } from './send-back.ts';

/**
 * Sends a corrected body in place of a failed message, to the queue that it came in by, and then deletes the message.
 * @param onSent called between the two: from then on the correction cannot be lost
 * @throws {LostHoldError} if another process may have the message
 * @throws {ChangeLogError} if the change could not be logged
 */
export async function sendCorrected(
  stack: Stack,
  batch: Pick<FailedBatch, 'renew' | 'delete'>,
  message: FailedMessage,
  after: string,
  onSent: () => void = () => {},
): Promise<void> {
  await batch.renew(message);
  const { id, requestId, body: before } = message;
  const change = { command: 'failed edit', messageId: id, requestId, before, after };
  await recordChange(stack, change, async () => {
    await sendBack(stack, message, after);
    onSent();
    await batch.delete(message);
  });
}
