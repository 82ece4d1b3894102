import type { DroppedEvent } from '../../../contracts/completion-event.ts';
import { drop } from '../../failed/drop.ts';
import type { FailedFilter, FailedMessage } from '../../failed/failed-message.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { callerArn } from '../../stack/caller-arn.ts';
import { commandOf, withCommands } from '../command-text.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { endOfEach, forEachInHand } from './each-message.ts';
import { showGroups } from './groups.ts';
import { noteInFlight } from './not-in-hand.ts';
import { onlyVerified } from './unverified.ts';

export interface Options {
  readonly why?: string;
  readonly all?: true;
  readonly sent?: string;
  readonly yes?: true;
  readonly unverified?: true;
}

interface Dropping {
  readonly why: string;
  readonly yes: boolean;
  readonly unverified: true | undefined;
}

export async function dropAll(
  filter: FailedFilter,
  { why, yes, unverified }: Dropping,
  ctx: CommandContext,
): Promise<number> {
  const { stack, terminal, signal } = ctx;
  terminal.assertCanConfirm(yes);
  const droppedBy = await callerArn(stack);
  return withFailedMessages(stack, filter, { signal }, async (found) => {
    const { inFlightElsewhere } = found;
    noteInFlight(inFlightElsewhere, terminal);
    if (filter.id !== undefined) soleMessage(found.messages, filter.id, inFlightElsewhere);
    const { batch, leftOut } = onlyVerified(found, { unverified }, terminal);
    const { messages } = batch;
    showGroups(messages, ctx);
    const question = `Drop ${counted(messages.length, 'message')} for good, as ${droppedBy}?`;
    const isWanted = messages.length === 0 || (await terminal.confirm(question, yes));
    const events: DroppedEvent[] = [];
    const ends = await forEachInHand(
      isWanted ? messages.toReversed() : [],
      ctx,
      async (message) => {
        const event = await drop(stack, batch, message, { why, atMs: Date.now(), droppedBy });
        if (event === undefined) {
          terminal.note(hasAccountText(message));
          return false;
        }
        events.push(event);
        terminal.print(`Dropped ${message.id.slice(0, 8)}; the event is ${event.id}.`);
        return true;
      },
    );
    const [event] = events;
    terminal.printJson({
      ...(filter.id !== undefined && event && { event }),
      events,
      lost: ends.lost,
      left: messages.length - events.length - ends.lost + leftOut,
      inFlightElsewhere,
    });
    const end = endOfEach(ends, { filter, batch }, ctx, 'dropped');
    return end === exitCode.done && leftOut > 0 ? exitCode.problem : end;
  });
}

function hasAccountText({ id }: FailedMessage): string {
  return withCommands(
    `${id.slice(0, 8)} is not dropped: its hire has an account by this request. A replay publishes the account again, and removes the message:`,
    commandOf('failed', 'replay', id),
  );
}
