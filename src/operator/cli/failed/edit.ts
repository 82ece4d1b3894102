import type { FailedFilter } from '../../failed/failed-message.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { exitCode } from '../exit-code.ts';
import type { CommandContext } from '../on-stack.ts';
import { endOfEach, forEachInHand } from './each-message.ts';
import { type EditEnd, editMessage } from './edit-one.ts';
import { noteInFlight } from './not-in-hand.ts';
import { onlyVerified } from './unverified.ts';

export interface Options {
  readonly all?: true;
  readonly yes?: true;
  readonly unverified?: true;
}

export async function edit(
  filter: FailedFilter,
  options: Options,
  ctx: CommandContext,
): Promise<number> {
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
