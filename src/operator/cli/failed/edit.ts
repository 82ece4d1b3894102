import type { FailedFilter } from '../../failed/failed-message.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { assertCanEdit } from '../editor.ts';
import { exitCode } from '../exit-code.ts';
import { helpText } from '../help-text.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { endOfEach, forEachInHand } from './each-message.ts';
import { type EditEnd, editMessage } from './edit-one.ts';
import { selectionOf, withFilters } from './filter.ts';
import { noteInFlight } from './not-in-hand.ts';
import { onlyVerified, UNVERIFIED } from './unverified.ts';

interface Options {
  readonly all?: true;
  readonly yes?: true;
  readonly unverified?: true;
}

export const failedEditCommand = withFilters(
  stackCommand({
    name: 'edit [id]',
    summary:
      'Opens failed messages in $EDITOR, and sends each corrected one to the queue that it came in by.',
    examples: [
      'failed edit 6b1f4c2a --stack joiner-prod',
      'failed edit --reason invalid-message --stack joiner-prod',
    ],
    json: '{ id, replayed, reason?: { code, message }, keptIn?, inFlightElsewhere }; without an id { messages: [{ id, replayed, reason?, keptIn? }], inFlightElsewhere }',
    exits: '0 all corrected messages are sent, 1 some are unchanged, lost, or in flight elsewhere',
  }),
)
  .option('--all', 'every failed message')
  .option(...UNVERIFIED)
  .option('-y, --yes', 'does not ask for confirmation')
  .addHelpText(
    'after',
    helpText(
      '\nSeveral messages are opened one after the other. An editor that fails (in vi `:cq`) or Ctrl-C ends the series.',
      'What you typed is kept in a file if it could not be sent.',
    ),
  )
  .action((id?: string) => {
    const options = failedEditCommand.opts<Options>();
    const filter = selectionOf(id, options);
    assertCanEdit();
    return onStack(options, (ctx) => edit(filter, options, ctx));
  });

async function edit(filter: FailedFilter, options: Options, ctx: CommandContext): Promise<number> {
  const { stack, terminal, signal } = ctx;
  const yes = options.yes === true;
  terminal.assertCanConfirm(yes);
  const settings = await readStackSettings(stack);
  return withFailedMessages(stack, filter, { signal }, async (found) => {
    const { inFlightElsewhere } = found;
    noteInFlight(inFlightElsewhere, terminal);
    if (filter.id !== undefined) soleMessage(found.messages, filter.id, inFlightElsewhere);
    const { batch, leftOut } = onlyVerified(found, options, terminal);
    const { messages, digests, intakeDigests } = batch;
    const bounds = { ...settings, digests, intakeDigests };
    const editEnds = new Map<string, EditEnd>();
    const ends = await forEachInHand(messages.toReversed(), ctx, async (message) => {
      const { id } = message;
      editEnds.set(id, { id, replayed: false });
      const onKept = (keptIn: string) => editEnds.set(id, { id, replayed: false, keptIn });
      const end = await editMessage(message, batch, { bounds, yes, onKept }, ctx);
      editEnds.set(id, end);
      return end.replayed;
    });
    const [end] = editEnds.values();
    terminal.printJson({
      ...(filter.id === undefined ? { messages: [...editEnds.values()] } : end),
      inFlightElsewhere,
    });
    const code = endOfEach(ends, { filter, batch }, ctx, 'changed');
    return code === exitCode.done && leftOut > 0 ? exitCode.problem : code;
  });
}
