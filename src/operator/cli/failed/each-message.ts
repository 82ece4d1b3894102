import type { FailedFilter, FailedMessage } from '../../failed/failed-message.ts';
import type { FailedBatch } from '../../failed/failed-queues.ts';
import { LostHoldError } from '../../failed/lost-hold-error.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { exitCodeOf, noteLost } from './not-in-hand.ts';

export interface EndsOfEach {
  readonly done: number;
  /** No longer held, so that nothing was done with them. */
  readonly lost: number;
  /** The first error that is not a lost hold: nothing was done after it. */
  readonly failure?: { readonly cause: unknown };
}

/**
 * Acts on messages one by one, until Ctrl-C or an error; `act` returns whether it did its work. Never
 * throws: the ends so far count.
 */
export async function forEachInHand(
  messages: readonly FailedMessage[],
  { signal }: CommandContext,
  act: (message: FailedMessage) => Promise<boolean>,
): Promise<EndsOfEach> {
  let done = 0;
  let lost = 0;
  for (const message of messages) {
    if (signal.aborted) break;
    try {
      if (await act(message)) done += 1;
    } catch (cause) {
      if (!(cause instanceof LostHoldError)) return { done, lost, failure: { cause } };
      lost += 1;
    }
  }
  return { done, lost };
}

/**
 * Reports the ends, and returns the exit code.
 * @throws the first error that is not a lost hold
 */
export function endOfEach(
  { done, lost, failure }: EndsOfEach,
  { filter, batch }: { readonly filter: FailedFilter; readonly batch: FailedBatch },
  { terminal, signal }: CommandContext,
  participle: string,
): number {
  const all = batch.messages.length;
  if (done === 0) terminal.note(`Nothing is ${participle}.`);
  else if (done < all)
    terminal.note(`${counted(done, 'message')} ${participle}, ${all - done} not.`);
  const notHeld = Math.max(lost, batch.notRenewed());
  noteLost(notHeld, terminal);
  if (failure) throw failure.cause;
  if (signal.aborted) return exitCode.interrupted;
  return done < all ? exitCode.problem : exitCodeOf(batch, filter, notHeld);
}
