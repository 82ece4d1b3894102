import type { FailedMessageFacts } from './events.ts';
import type { HireResult } from './hire-result.ts';
import type { Message } from './message.ts';

/** A processed message, and the result of its hire. */
export interface ProcessedHire {
  readonly message: Message;
  readonly facts: FailedMessageFacts;
  readonly result: HireResult;
}
