import { isMessageId } from './message-id.ts';

/** Of the intake's table. */
const FILE_KEY = /^file#[0-9a-f]{64}$/;

/**
 * What a hire says of the file or message that the intake took it from; undefined unless it is the id of one. Any sender
 * may write the attribute, so it is believed only where the sender is the intake.
 */
export function takenFromOf(text: string | undefined): string | undefined {
  const isOrigin = text !== undefined && (FILE_KEY.test(text) || isMessageId(text));
  return isOrigin ? text : undefined;
}
