import { diff, styleText } from 'node:util';
import type { HireBounds } from '../../../provisioning/check-hire.ts';
import { applyEdit, editableText } from '../../failed/edit-message.ts';
import type { FailedMessage } from '../../failed/failed-message.ts';
import { type FailedBatch, withFailedMessages } from '../../failed/failed-queues.ts';
import { theOnly } from '../../failed/find-failed-message.ts';
import { sendBack } from '../../send/replay.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { editText } from '../editor.ts';
import { exitCode } from '../exit-code.ts';
import { type Call, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';

export const failedEditCommand = stackCommand({
  name: 'edit <id>',
  summary: 'Opens a failed message in $EDITOR, and replays it corrected under its request id.',
  examples: ['failed edit 6b1f4c2a --stack joiner-prod'],
  json: '{ id, replayed, reason?: { code, message } }',
  exits: '0 the corrected message is sent, 1 nothing is changed',
})
  .option('-y, --yes', 'does not ask')
  .action((id: string) =>
    onStack(failedEditCommand.opts(), (call) =>
      edit(id, failedEditCommand.opts<{ yes?: true }>().yes === true, call),
    ),
  );

async function edit(id: string, yes: boolean, call: Call): Promise<number> {
  const { stack, terminal, signal } = call;
  terminal.mustBeAbleToAsk(yes);
  const bounds = await readStackSettings(stack);
  const isReplayed = await withFailedMessages(stack, { id }, { signal }, async (inHand) => {
    const message = theOnly(inHand.messages, id, inHand.inFlightElsewhere);
    return editInHand(message, inHand, { bounds, yes }, call);
  });
  if (!isReplayed) terminal.note('Nothing is changed.');
  return isReplayed ? exitCode.done : exitCode.problem;
}

async function editInHand(
  message: FailedMessage,
  inHand: FailedBatch,
  { bounds, yes }: { readonly bounds: HireBounds; readonly yes: boolean },
  { stack, terminal, signal }: Call,
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
        await sendBack(stack, edited);
        await inHand.delete(message);
        terminal.print('Sent to the new-hire queue, under the same request id.');
      }
      terminal.answer({ id, replayed: isWanted });
      return isWanted;
    }
    terminal.note(`It would be rejected: ${edited.reason.message} [${edited.reason.code}]`);
    const isTriedAgain = !yes && (await terminal.confirm('Edit it again?', false));
    if (!isTriedAgain) {
      terminal.answer({ id, replayed: false, reason: edited.reason });
      return false;
    }
  }
  terminal.answer({ id, replayed: false });
  return false;
}

/** Line by line: what goes and what comes. */
function difference(before: string, after: string): string {
  const lines = diff(before.trim().split('\n'), after.trim().split('\n'));
  return lines
    .map(([operation, line]) => {
      const text = printable(String(line));
      if (operation === 0) return `  ${text}`;
      // Its sign says what must become of the second text to make the first.
      return operation === -1
        ? styleText('green', `+ ${text}`, { stream: process.stdout })
        : styleText('red', `- ${text}`, { stream: process.stdout });
    })
    .join('\n');
}
