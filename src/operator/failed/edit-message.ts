import { rewrap, unwrap } from '../../contracts/envelopes.ts';
import { readMessage } from '../../contracts/message.ts';
import type { Reason } from '../../contracts/reason.ts';
import { checkHire, type HireBounds } from '../../provisioning/check-hire.ts';
import type { FailedMessage } from './failed-message.ts';

export type Edited =
  | {
      readonly kind: 'edited';
      /** To send in the place of the original. */
      readonly body: string;
    }
  | { readonly kind: 'refused'; readonly reason: Reason };

type Original = Pick<FailedMessage, 'body' | 'requestId'>;

/** What an operator edits of a message: the hire without its envelopes; the whole body if it holds none. */
export function editableText(body: string): string {
  const unwrapped = unwrap(body);
  return unwrapped.kind === 'content' ? `${JSON.stringify(unwrapped.content, null, 2)}\n` : body;
}

/**
 * The message that an edited text makes: in the original's envelopes, and under its request id, which
 * is added to the hire where the body alone would give another. Refused by the rules by which the
 * function would refuse it.
 */
export function applyEdit(original: Original, text: string, bounds: HireBounds): Edited {
  const body = withRequestId(bodyOf(original, text), original.requestId);
  const reason = refusalOf(body, bounds);
  return reason ? { kind: 'refused', reason } : { kind: 'edited', body };
}

/** Those that schema, directory or policy refuse as they are, whatever else they failed for. */
export function stillRefused(
  messages: readonly FailedMessage[],
  bounds: HireBounds,
): readonly FailedMessage[] {
  return messages.filter(({ body }) => refusalOf(body, bounds) !== undefined);
}

function refusalOf(body: string, bounds: HireBounds): Reason | undefined {
  const reading = readMessage(body);
  return reading.kind === 'refused' ? reading.reason : checkHire(reading.hire, bounds);
}

/** The same body, with its request id in the hire if the body would not give that id otherwise. */
export function withRequestId(body: string, requestId: string): string {
  if (readMessage(body).correlation.requestId === requestId) return body;
  const unwrapped = unwrap(body);
  return unwrapped.kind === 'content' ? rewrap(body, { ...unwrapped.content, requestId }) : body;
}

function bodyOf({ body }: Original, text: string): string {
  const hasContent = unwrap(body).kind === 'content';
  const edited = unwrap(text);
  return hasContent && edited.kind === 'content' ? rewrap(body, JSON.parse(text)) : text;
}
