import type { Policy } from '../../../src/contracts/policy.ts';

/** A message of the new-hire queue. */
export interface QueuedMessage {
  /** As it first came; a redrive gives it another. */
  readonly messageId: string;
  readonly body: string;
  readonly policy: Policy;
  /** The first morning unless given. */
  readonly sentAtMs?: number;
}
