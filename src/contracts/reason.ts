/** Codes of the reasons that come from the message and the policy alone. */
export const MESSAGE_REASON_CODES = [
  'invalid-json',
  'invalid-envelope',
  'invalid-message',
  'outside-policy',
  'attribute-value-not-allowed',
  'event-type-not-accepted',
] as const;

export type MessageReasonCode = (typeof MESSAGE_REASON_CODES)[number];

/** Why a message failed. `message` names fields and rules, never values. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}
