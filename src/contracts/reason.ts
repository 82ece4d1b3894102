/** Codes of what can be told of a message by itself. */
export const MESSAGE_REASON_CODES = [
  'invalid-json',
  'invalid-envelope',
  'invalid-message',
  'outside-policy',
] as const;

export type MessageReasonCode = (typeof MESSAGE_REASON_CODES)[number];

/** Why a message was set aside. `message` names fields and rules, never values. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}
