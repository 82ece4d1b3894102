import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';

/** The outcome, the time at which a hire is due, or the reason code: what became of a message. */
export function endingOf({ data }: CompletionEvent): string {
  if ('outcome' in data) return data.outcome;
  return 'dueAt' in data ? data.dueAt : data.reason.code;
}
