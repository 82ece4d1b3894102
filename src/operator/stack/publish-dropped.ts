import { createCompletionQueue } from '../../aws/completion-queue.ts';
import type { DroppedEvent } from '../../contracts/completion-event.ts';
import type { Stack } from './stack.ts';

/**
 * Publishes that an operator has ended a request.
 * @param whatStands what is true of it if the event cannot be sent, for the error
 * @throws {Error} if the event could not be sent
 */
export async function publishDropped(
  { clients, outputs }: Stack,
  event: DroppedEvent,
  whatStands: string,
): Promise<void> {
  const causes: unknown[] = [];
  const queue = createCompletionQueue({
    client: clients.sqs,
    queueUrl: outputs.CompletionQueueUrl,
    onError: (cause) => causes.push(cause),
  });
  const unsent = await queue.publish([event], new AbortController().signal);
  if (unsent.size === 0) return;
  throw new Error(
    `The event could not be sent to the completion queue: ${whatStands}. Try again.`,
    { cause: causes[0] },
  );
}
