import { parseJson } from '../../contracts/envelopes.ts';
import type { Edited } from './edit-message.ts';
import type { FailedMessage } from './failed-message.ts';
import { type RawBounds, rawRefusal } from './raw-refusal.ts';

/** The text of a raw record, or of several, as an operator edits it. JSON is indented where that loses nothing. */
export function editableRecord(body: string): string {
  const json = parseJson(body);
  const isSame = typeof json === 'object' && JSON.stringify(json) === body;
  return isSame ? `${JSON.stringify(json, null, 2)}\n` : body;
}

/**
 * An edited text in place of a message of the intake. Refuses what the intake, or the function, would reject.
 * @throws {UnknownSourceError}
 */
export async function applyRecordEdit(
  { source }: Pick<FailedMessage, 'source'>,
  text: string,
  bounds: RawBounds,
): Promise<Edited> {
  const json = parseJson(text);
  const isSame = typeof json === 'object' && `${JSON.stringify(json, null, 2)}\n` === text;
  const body = isSame ? JSON.stringify(json) : text;
  const message = source === undefined ? { body } : { body, source };
  const reason = await rawRefusal(message, bounds);
  return reason ? { kind: 'refused', reason } : { kind: 'edited', body };
}
