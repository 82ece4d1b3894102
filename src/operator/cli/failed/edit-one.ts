import { diffArrays } from 'diff';
import type { Reason } from '../../../contracts/reason.ts';
import { applyEdit, type Edited, editableText } from '../../failed/edit-message.ts';
import { applyRecordEdit, editableRecord } from '../../failed/edit-record.ts';
import type { FailedMessage } from '../../failed/failed-message.ts';
import type { FailedBatch } from '../../failed/failed-queues.ts';
import type { RawBounds } from '../../failed/raw-refusal.ts';
import { sendCorrected } from '../../send/send-corrected.ts';
import { withCommands } from '../command-text.ts';
import { editText } from '../editor.ts';
import { foreignLines } from '../foreign-text.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';
import { keepText } from './keep-text.ts';
import { reassignHint } from './reassign-hint.ts';

export interface EditEnd {
  readonly id: string;
  readonly replayed: boolean;
  /** Why the last text would have been rejected. */
  readonly reason?: Reason;
  /** The file with the typed text that could not be sent. */
  readonly keptIn?: string;
}

interface EditSettings {
  readonly bounds: RawBounds;
  /** Does not ask. */
  readonly yes: boolean;
  /** Called when the typed text is in a file, and before the error that prevented its sending. */
  readonly onKept: (path: string) => void;
}

const SIGNS = { added: '+', same: ' ', removed: '-' } as const;
const COLOURS = { added: 'green', same: undefined, removed: 'red' } as const;

const NOT_EDITABLE =
  'It names a file in the bucket, which is not edited here: put a corrected one there, and drop this message.';

/**
 * Opens a failed message in the editor, and sends the text once it would be accepted.
 * @throws LostHoldError, the signal's reason, or the error of a call; the typed text is kept in a file then
 */
export async function editMessage(
  message: FailedMessage,
  batch: FailedBatch,
  settings: EditSettings,
  ctx: CommandContext,
): Promise<EditEnd> {
  let unsent: string | undefined;
  try {
    return await editUntilAccepted(message, batch, { ...settings, onText: keep }, ctx);
  } catch (cause) {
    if (unsent !== undefined) settings.onKept(await keepText(unsent, message, ctx.terminal));
    throw cause;
  }
  function keep(text: string | undefined): void {
    unsent = text;
  }
}

async function editUntilAccepted(
  message: FailedMessage,
  batch: FailedBatch,
  {
    bounds,
    yes,
    onText,
  }: EditSettings & {
    /** Called with each text that is not sent yet, and with undefined when one is sent. */
    readonly onText: (text: string | undefined) => void;
  },
  { stack, terminal, signal, host }: CommandContext,
): Promise<EditEnd> {
  const { id, reason } = message;
  terminal.note(printable(`${id.slice(0, 8)}: ${reason.message} [${reason.code}]`));
  const hint = reassignHint(message);
  if (hint !== undefined) terminal.note(withCommands(...hint));
  if (message.origin === 'intake-files') {
    terminal.note(NOT_EDITABLE);
    return { id, replayed: false };
  }
  const { textOf, apply, sentText } = editorOf(message);
  const original = textOf(message.body);
  for (
    let text = await editText(original, host);
    text !== original;
    text = await editText(text, host)
  ) {
    onText(text);
    signal.throwIfAborted();
    const edited = await apply(text, bounds);
    if (edited.kind === 'edited') {
      terminal.print(() => difference(original, textOf(edited.body), terminal));
      const replayed = await terminal.confirm('Send this in its place?', yes);
      if (replayed) {
        await sendCorrected(stack, batch, message, edited.body, () => onText(undefined));
        terminal.print(sentText);
      }
      return { id, replayed };
    }
    const { reason } = edited;
    terminal.note(`It would be rejected: ${printable(`${reason.message} [${reason.code}]`)}`);
    const isTriedAgain = !yes && (await terminal.confirm('Edit it again?', false));
    if (!isTriedAgain) return { id, replayed: false, reason };
  }
  return { id, replayed: false };
}

interface MessageEditor {
  textOf(body: string): string;
  apply(text: string, bounds: RawBounds): Promise<Edited>;
  readonly sentText: string;
}

function editorOf(message: FailedMessage): MessageEditor {
  if (message.origin === 'new-hires')
    return {
      textOf: editableText,
      apply: async (text, bounds) => applyEdit(message, text, bounds),
      sentText: 'Sent to the new-hire queue, under the same request id.',
    };
  return {
    textOf: editableRecord,
    apply: (text, bounds) => applyRecordEdit(message, text, bounds),
    sentText: 'Sent to the intake.',
  };
}

/** The lines that are removed and added. Both are foreign: the operator may not have written either. */
function difference(before: string, after: string, terminal: Terminal): string {
  return diffArrays(before.trim().split('\n'), after.trim().split('\n'))
    .flatMap(({ added, removed, value }) => {
      const change = added ? 'added' : removed ? 'removed' : 'same';
      return value.flatMap((line) => changedLine(change, line, terminal));
    })
    .join('\n');
}

function changedLine(
  change: keyof typeof SIGNS,
  line: string,
  { columns, style }: Terminal,
): string[] {
  const colour = COLOURS[change];
  return foreignLines(`${SIGNS[change]} ${line}`, columns).map((text) =>
    colour === undefined ? text : style(colour, text),
  );
}
