/** Key of a file in the intake's table, or id of a message. */
const TAKEN_FROM = /^(?:file#[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * What a hire says of the file or message that the intake took it from; undefined unless it is the id of one. Any sender
 * may write the attribute, so it is believed only where the sender is the intake.
 */
export function takenFromOf(text: string | undefined): string | undefined {
  return text !== undefined && TAKEN_FROM.test(text) ? text : undefined;
}
