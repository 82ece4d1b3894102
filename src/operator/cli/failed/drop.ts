import type { DroppedEvent } from '../../../contracts/completion-event.ts';
import { drop } from '../../failed/drop.ts';
import type { FailedFilter, FailedMessage } from '../../failed/failed-message.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { callerArn } from '../../stack/caller-arn.ts';
import { withCommands } from '../command-text.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { counted } from '../format.ts';
import { helpText } from '../help-text.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { whyOption } from '../why-text.ts';
import { dropSent } from './drop-sent.ts';
import { endOfEach, forEachInHand } from './each-message.ts';
import { selectionOf, withFilters } from './filter.ts';
import { showGroups } from './groups.ts';
import { noteInFlight } from './not-in-hand.ts';
import { onlyVerified, UNVERIFIED } from './unverified.ts';

interface Options {
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

export const failedDropCommand = withFilters(
  stackCommand({
    name: 'drop [id]',
    summary:
      'Discards failed messages: publishes joiner.user.dropped.v1 for each, and only then deletes it.',
    examples: [
      'failed drop 6b1f4c2a --why "left before the first day" --stack joiner-prod',
      'failed drop --reason outside-policy --why "sent to the wrong stack" --stack joiner-prod',
      'failed drop --sent fixed.jsonl --stack joiner-prod',
    ],
    json: '{ events, lost, left, inFlightElsewhere, event? } (the events as they were published; `event` with an id); with --sent { removed, open: [id], lost, left, inFlightElsewhere }',
    exits:
      '0 all were dropped, 1 some were not, or are in flight elsewhere; with --sent, 1 too if some have no account yet',
  }),
)
  .option('--why <text>', 'the reason, for readers of the event: no names, no addresses', whyOption)
  .option('--all', 'every failed message')
  .option(
    '--sent <file>',
    'deletes, without an event, the messages whose hires have an account since this file was sent',
  )
  .option(...UNVERIFIED)
  .option('-y, --yes', 'does not ask for confirmation')
  .addHelpText(
    'after',
    helpText(
      '\nAfter `failed export FILE`, a fix and `send FILE`, --sent FILE removes the originals. A message goes only if its hire has an account by the request in the file: its `provisioned` event is out or comes by itself, and a `dropped` event would be wrong. All others stay.',
    ),
  )
  .action((id?: string) => {
    const options = failedDropCommand.opts<Options>();
    const work = workOf(id, options);
    return onStack(options, work);
  });

/** @throws {UsageError} */
function workOf(id: string | undefined, options: Options) {
  const { why, sent, yes = false, unverified } = options;
  const selection = sent === undefined ? selectionOf(id, options) : undefined;
  if (sent !== undefined) {
    const isNarrowed = Object.values({ ...selectionOf(id, { ...options, all: true }), why });
    if (options.all || isNarrowed.some((value) => value !== undefined))
      throw new UsageError('--sent takes no id, filter, --all or --why: the file names the hires.');
    return (ctx: CommandContext) => dropSent(sent, yes, ctx);
  }
  if (why === undefined || selection === undefined)
    throw new UsageError('Give the reason with --why TEXT, for the readers of the event.');
  return (ctx: CommandContext) => dropAll(selection, { why, yes, unverified }, ctx);
}

async function dropAll(
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
    `joiner failed replay ${id}`,
  );
}
