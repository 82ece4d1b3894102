import { type JsonObject, parseMessage, rewrap, unwrap } from '../../contracts/envelopes.ts';
import { readMessage } from '../../contracts/message.ts';
import type { Reason } from '../../contracts/reason.ts';
import { checkHire, type HireBounds } from '../../provisioning/check-hire.ts';
import type { Digests } from '../../provisioning/digests.ts';
import type { FailedMessage } from './failed-message.ts';

export type Edited =
  | {
      readonly kind: 'edited';
      /** To be sent in place of the original. */
      readonly body: string;
    }
  | { readonly kind: 'refused'; readonly reason: Reason };

type Original = Pick<FailedMessage, 'body' | 'requestId'>;

/** What decides whether a message would be rejected, and names a request that brings no id. */
export type EditBounds = HireBounds & { readonly digests: Pick<Digests, 'pseudonymOf'> };

/** The part of a body that an operator edits: the hire without its envelopes, or all if there is no hire. */
export function editableText(body: string): string {
  const unwrapped = unwrap(body);
  return unwrapped.kind === 'content' ? `${JSON.stringify(unwrapped.content, null, 2)}\n` : body;
}

/**
 * Puts an edited text into the original's envelopes, under the original's request id: the id is added to
 * the hire if the body alone would give another. Refuses what the function would reject.
 */
export function applyEdit(original: Original, text: string, bounds: EditBounds): Edited {
  const body = withRequestId(bodyOf(original, text), original.requestId, bounds.digests);
  const reason = refusalOf(body, bounds);
  return reason ? { kind: 'refused', reason } : { kind: 'edited', body };
}

/** Why the function would reject a body; undefined if it would not. */
export function refusalOf(body: string, bounds: EditBounds): Reason | undefined {
  const reading = readMessage(
    body,
    bounds.digests.pseudonymOf,
    bounds.policy.acceptedEventTypes,
    bounds.target.profile?.fields,
  );
  return reading.kind === 'refused' ? reading.reason : checkHire(reading, bounds);
}

/** The same body, with the request id added to the hire if the body gives another one. */
export function withRequestId(
  body: string,
  requestId: string,
  { pseudonymOf }: EditBounds['digests'],
): string {
  if (readMessage(body, pseudonymOf).correlation.requestId === requestId) return body;
  return withAddedRequestId(body, requestId);
}

/** The same body, with the request id in the hire, if it has one. */
export function withAddedRequestId(body: string, requestId: string): string {
  const unwrapped = unwrap(body);
  return unwrapped.kind === 'content' ? rewrap(body, { ...unwrapped.content, requestId }) : body;
}

function bodyOf({ body }: Original, text: string): string {
  const hasContent = unwrap(body).kind === 'content';
  const edited = unwrap(text);
  return hasContent && edited.kind === 'content'
    ? rewrap(body, parseMessage(text) as JsonObject)
    : text;
}
