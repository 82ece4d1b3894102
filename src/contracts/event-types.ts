import type { Reason } from './reason.ts';

/** The type that an envelope gives its event, and the field that it stands in; empty if it has none. */
export interface EventType {
  readonly field: string;
  readonly type: string;
}

/**
 * Returns why a message is not accepted by the types of its envelopes, or undefined if it is: each must match an
 * accepted one, so that no event about a termination creates an account. Without accepted types, any is.
 */
export function checkEventTypes(
  types: readonly EventType[],
  accepted: readonly string[],
): Reason | undefined {
  if (accepted.length === 0) return undefined;
  const other = types.find(({ type }) => !accepted.some((pattern) => isMatch(type, pattern)));
  return (
    other && {
      code: 'event-type-not-accepted',
      message: `${other.field}: must be accepted here; send only events about new hires, or have the operator add the type to ACCEPTED_EVENT_TYPES`,
    }
  );
}

/** In a pattern, `*` stands for any text. Not by a regular expression: its time could grow with a power of the text. */
function isMatch(text: string, pattern: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return text === pattern;
  let at = start.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.startsWith(start) && text.endsWith(end) && at + end.length <= text.length;
}
