import { diff, styleText } from 'node:util';
import type { Reason } from '../../../contracts/reason.ts';
import type { HireBounds } from '../../../provisioning/check-hire.ts';
import { applyEdit, editableText } from '../../failed/edit-message.ts';
import type { FailedFilter, FailedMessage } from '../../failed/failed-message.ts';
import { type FailedBatch, withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { sendBack } from '../../send/replay.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { assertCanEdit, editText } from '../editor.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { endOfEach, forEachInHand } from './each-message.ts';
import { selectionOf, withFilters } from './filter.ts';
import { noteInFlight } from './not-in-hand.ts';

interface Options {
  readonly all?: true;
  readonly yes?: true;
}

interface EditEnd {
  readonly id: string;
  readonly replayed: boolean;
  /** Why the last text would have been rejected. */
  readonly reason?: Reason;
}

export const failedEditCommand = withFilters(
  stackCommand({
    name: 'edit [id]',
    summary:
      'Opens failed messages in $EDITOR, and sends each corrected one under the same request id.',
    examples: [
      'failed edit 6b1f4c2a --stack joiner-prod',
      'failed edit --reason invalid-message --stack joiner-prod',
    ],
    json: '{ id, replayed, reason?: { code, message }, inFlightElsewhere }; without an id { messages: [{ id, replayed, reason? }], inFlightElsewhere }',
    exits: '0 all corrected messages are sent, 1 some are unchanged, lost, or in flight elsewhere',
  }),
)
  .option('--all', 'every failed message')
  .option('-y, --yes', 'does not ask for confirmation')
  .addHelpText(
    'after',
    '\nSeveral messages are opened one after the other. An editor that fails (in vi `:cq`) or Ctrl-C ends the series.',
  )
  .action((id?: string) => {
    const options = failedEditCommand.opts<Options>();
    const filter = selectionOf(id, options);
    assertCanEdit();
    return onStack(options, (ctx) => edit(filter, options.yes === true, ctx));
  });

async function edit(filter: FailedFilter, yes: boolean, ctx: CommandContext): Promise<number> {
  const { stack, terminal, signal } = ctx;
  terminal.assertCanConfirm(yes);
  const bounds = await readStackSettings(stack);
  return withFailedMessages(stack, filter, { signal }, async (batch) => {
    const { messages, inFlightElsewhere } = batch;
    noteInFlight(inFlightElsewhere, terminal);
    if (filter.id !== undefined) soleMessage(messages, filter.id, inFlightElsewhere);
    const editEnds = new Map<string, EditEnd>();
    const ends = await forEachInHand(messages.toReversed(), ctx, async (message) => {
      const { id } = message;
      editEnds.set(id, { id, replayed: false });
      const end = await editMessage(message, batch, { bounds, yes }, ctx);
      editEnds.set(id, end);
      return end.replayed;
    });
    const [end] = editEnds.values();
    terminal.printJson({
      ...(filter.id === undefined ? { messages: [...editEnds.values()] } : end),
      inFlightElsewhere,
    });
    return endOfEach(ends, { filter, batch }, ctx, 'changed');
  });
}

async function editMessage(
  message: FailedMessage,
  batch: FailedBatch,
  { bounds, yes }: { readonly bounds: HireBounds; readonly yes: boolean },
  { stack, terminal, signal }: CommandContext,
): Promise<EditEnd> {
  const { id, reason } = message;
  terminal.note(`${id.slice(0, 8)}: ${reason.message} [${reason.code}]`);
  const original = editableText(message.body);
  for (let text = await editText(original); text !== original; text = await editText(text)) {
    signal.throwIfAborted();
    const edited = applyEdit(message, text, bounds);
    if (edited.kind === 'edited') {
      terminal.print(difference(original, editableText(edited.body)));
      const replayed = await terminal.confirm('Send this in its place?', yes);
      if (replayed) {
        await batch.renew(message);
        await sendBack(stack, edited);
        await batch.delete(message);
        terminal.print('Sent to the new-hire queue, under the same request id.');
      }
      return { id, replayed };
    }
    terminal.note(`It would be rejected: ${edited.reason.message} [${edited.reason.code}]`);
    const isTriedAgain = !yes && (await terminal.confirm('Edit it again?', false));
    if (!isTriedAgain) return { id, replayed: false, reason: edited.reason };
  }
  return { id, replayed: false };
}

/** The lines that are removed and added. */
function difference(before: string, after: string): string {
  const lines = diff(before.trim().split('\n'), after.trim().split('\n'));
  return lines
    .map(([operation, line]) => {
      const text = printable(String(line));
      if (operation === 0) return `  ${text}`;
      // node:util's diff describes how to get from the second text to the first.
      return operation === -1
        ? styleText('green', `+ ${text}`, { stream: process.stdout })
        : styleText('red', `- ${text}`, { stream: process.stdout });
    })
    .join('\n');
}
