import type { FailedMessage } from '../failed/failed-message.ts';
import { knownSource } from '../failed/raw-refusal.ts';
import { takeFileAgain } from '../intake/take-file-again.ts';
import { sendToIntake } from '../stack/send-to-intake.ts';
import { sendToNewHires } from '../stack/send-to-new-hires.ts';
import type { Stack } from '../stack/stack.ts';

/**
 * Sends a failed message, or its correction, to the queue that it came in by: it is no newer than when HR sent it.
 * @throws {NoIntakeError} if it came from an HR system, and the stack has no intake any more
 */
export function sendBack(
  stack: Stack,
  { origin, source, askedAtMs }: FailedMessage,
  body: string,
): Promise<void> {
  switch (origin) {
    case 'new-hires':
      return sendToNewHires(stack, { body, askedAtMs });
    case 'intake':
      return sendToIntake(stack, { body, source: knownSource(source), askedAtMs });
    case 'intake-files':
      return takeFileAgain(stack, { body, askedAtMs });
  }
}
