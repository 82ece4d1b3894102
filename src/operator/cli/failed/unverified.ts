import type { ListedMessage } from '../../failed/failed-message.ts';
import type { FailedBatch } from '../../failed/failed-queues.ts';
import { commandOf, withCommands } from '../command-text.ts';
import type { Terminal } from '../terminal.ts';

/** The option of the commands that act with the operator's rights on what a message says. */
export const UNVERIFIED = [
  '--unverified',
  'also messages that neither the function nor SQS put into the queue: look at each first',
] as const;

/** Says how many messages nothing shows to be the function's own, and how to see and use them. */
export function noteUnverified(
  messages: readonly ListedMessage[],
  terminal: Pick<Terminal, 'note'>,
): number {
  const unverified = messages.filter(({ isVerified }) => !isVerified);
  const [first] = unverified;
  if (first)
    terminal.note(
      withCommands(
        `${unverified.length} of these messages came from an unknown sender: neither the function nor SQS put them into the queue. Replay, edit, drop and export leave them out without --unverified. Look first:`,
        commandOf('failed', 'show', first.id.slice(0, 8)),
      ),
    );
  return unverified.length;
}

/** The batch without the messages of unknown senders, unless the operator wants those too. */
export function onlyVerified(
  batch: FailedBatch,
  { unverified = false }: { readonly unverified?: boolean | undefined },
  terminal: Pick<Terminal, 'note'>,
): { readonly batch: FailedBatch; readonly leftOut: number } {
  const count = noteUnverified(batch.messages, terminal);
  if (unverified || count === 0) return { batch, leftOut: 0 };
  const messages = batch.messages.filter(({ isVerified }) => isVerified);
  return { batch: { ...batch, messages }, leftOut: count };
}
