import { diff, styleText } from 'node:util';
import type { HireBounds } from '../../../provisioning/check-hire.ts';
import { applyEdit, editableText } from '../../failed/edit-message.ts';
import type { FailedMessage } from '../../failed/failed-message.ts';
import { type FailedBatch, withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { sendBack } from '../../send/replay.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { editText } from '../editor.ts';
import { exitCode } from '../exit-code.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { noteInFlight } from './not-in-hand.ts';

export const failedEditCommand = stackCommand({
  name: 'edit <id>',
  summary:
    'Opens a failed message in $EDITOR, and sends the corrected one under the same request id.',
  examples: ['failed edit 6b1f4c2a --stack joiner-prod'],
  json: '{ id, replayed, reason?: { code, message } }',
  exits: '0 the corrected message is sent, 1 nothing is changed',
})
  .option('-y, --yes', 'does not ask for confirmation')
  .action((id: string) =>
    onStack(failedEditCommand.opts(), (ctx) =>
      edit(id, failedEditCommand.opts<{ yes?: true }>().yes === true, ctx),
    ),
  );

async function edit(id: string, yes: boolean, ctx: CommandContext): Promise<number> {
  const { stack, terminal, signal } = ctx;
  terminal.assertCanConfirm(yes);
  const bounds = await readStackSettings(stack);
  const isReplayed = await withFailedMessages(stack, { id }, { signal }, async (batch) => {
    noteInFlight(batch.inFlightElsewhere, terminal);
    const message = soleMessage(batch.messages, id, batch.inFlightElsewhere);
    return editMessage(message, batch, { bounds, yes }, ctx);
  });
  if (!isReplayed) terminal.note('Nothing is changed.');
  return isReplayed ? exitCode.done : exitCode.problem;
}

async function editMessage(
  message: FailedMessage,
  batch: FailedBatch,
  { bounds, yes }: { readonly bounds: HireBounds; readonly yes: boolean },
  { stack, terminal, signal }: CommandContext,
): Promise<boolean> {
  const { id, reason } = message;
  terminal.note(`${reason.message} [${reason.code}]`);
  const original = editableText(message.body);
  for (let text = await editText(original); text !== original; text = await editText(text)) {
    signal.throwIfAborted();
    const edited = applyEdit(message, text, bounds);
    if (edited.kind === 'edited') {
      terminal.print(difference(original, editableText(edited.body)));
      const isWanted = await terminal.confirm('Send this in its place?', yes);
      if (isWanted) {
        await batch.renew(message);
        await sendBack(stack, edited);
        await batch.delete(message);
        terminal.print('Sent to the new-hire queue, under the same request id.');
      }
      terminal.printJson({ id, replayed: isWanted });
      return isWanted;
    }
    terminal.note(`It would be rejected: ${edited.reason.message} [${edited.reason.code}]`);
    const isTriedAgain = !yes && (await terminal.confirm('Edit it again?', false));
    if (!isTriedAgain) {
      terminal.printJson({ id, replayed: false, reason: edited.reason });
      return false;
    }
  }
  terminal.printJson({ id, replayed: false });
  return false;
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
