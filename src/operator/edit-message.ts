import { rewrap, unwrap } from '../contracts/envelopes.ts';
import { readMessage } from '../contracts/message.ts';
import { checkPolicy, type Policy } from '../contracts/policy.ts';
import type { Reason } from '../contracts/reason.ts';
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
export function applyEdit(original: Original, text: string, policy: Policy): Edited {
  const body = withRequestId(bodyOf(original, text), original.requestId);
  const reading = readMessage(body);
  if (reading.kind === 'refused') return { kind: 'refused', reason: reading.reason };
  const outside = checkPolicy(reading.hire, policy);
  return outside ? { kind: 'refused', reason: outside } : { kind: 'edited', body };
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
