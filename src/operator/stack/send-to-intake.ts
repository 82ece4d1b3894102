import { copyAttributesOf } from '../../aws/copy-attributes.ts';
import { sendCopy } from './send-copy.ts';
import type { Stack } from './stack.ts';

/** A message that the intake takes, or takes again. */
interface IntakeCopy {
  readonly body: string;
  /** The source that reads it; absent where the intake is to recognise it. */
  readonly source?: string | undefined;
  /** Epoch milliseconds at which HR sent it, where that is known. */
  readonly askedAtMs?: number | undefined;
}

/** The stack has no intake, or none any more. */
export class NoIntakeError extends Error {
  override readonly name = 'NoIntakeError';

  constructor() {
    super(
      'This stack has no intake: deploy it with --param sources=NAME,… first. See docs/sources.md.',
    );
  }
}

/**
 * Sends raw records to the intake's queue: of several about a person, the one that HR asked for last decides.
 * @throws {NoIntakeError}
 */
export function sendToIntake(stack: Stack, { body, source, askedAtMs }: IntakeCopy): Promise<void> {
  return sendCopy(stack, queueOf(stack.outputs.IntakeQueueUrl), body, {
    ...(source !== undefined && { source }),
    ...copyAttributesOf({ askedAtMs }),
  });
}

/**
 * Sends the notification of a file to the queue of such notifications, so that the intake takes the file, or continues.
 * @throws {NoIntakeError}
 */
export function notifyIntake(
  stack: Stack,
  { body, askedAtMs }: Omit<IntakeCopy, 'source'>,
): Promise<void> {
  const queueUrl = queueOf(stack.outputs.IntakeFilesQueueUrl);
  return sendCopy(stack, queueUrl, body, copyAttributesOf({ askedAtMs }));
}

function queueOf(queueUrl: string | undefined): string {
  if (queueUrl === undefined) throw new NoIntakeError();
  return queueUrl;
}
