import { recordChange } from '../../changes/record-change.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { findSuperseded } from '../../failed/find-superseded.ts';
import { readHireFile } from '../../send/hire-file.ts';
import { withRequestId } from '../../send/with-request-id.ts';
import { usersStoreOf } from '../../stack/stack.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { endOfEach, forEachInHand } from './each-message.ts';
import { showGroups } from './groups.ts';
import { noteInFlight } from './not-in-hand.ts';
import { onlyVerified } from './unverified.ts';

/** Deletes the failed messages whose hires have an account since the file was sent. Publishes nothing. */
export async function dropSent(
  file: string,
  { yes, unverified }: { readonly yes: boolean; readonly unverified?: boolean | undefined },
  ctx: CommandContext,
): Promise<number> {
  const { stack, terminal, signal } = ctx;
  terminal.assertCanConfirm(yes);
  const { messages: sentBefore } = await readHireFile(file, { usesRecognised: true });
  return withFailedMessages(stack, {}, { signal }, async (found) => {
    const { batch, leftOut } = onlyVerified(found, { unverified }, terminal);
    noteInFlight(batch.inFlightElsewhere, terminal);
    const { digests, intakeDigests, singleNameRules } = batch;
    const bodies = sentBefore.map((message) => withRequestId(message, intakeDigests).body);
    const sent = { bodies, digests, singleNameRules, store: usersStoreOf(stack), signal };
    const { done: messages, open } = await findSuperseded(batch.messages, sent);
    showGroups(messages, ctx);
    if (open.length > 0)
      terminal.note(
        `${counted(open.length, 'message')} of the file stay: no account by the request in the file is known yet.`,
      );
    const question = `Delete ${counted(messages.length, 'message')} without an event, as their hires have accounts?`;
    const isWanted = messages.length === 0 || (await terminal.confirm(question, yes));
    const ends = await forEachInHand(isWanted ? messages : [], ctx, async (message) => {
      await batch.renew(message);
      const { id, requestId, body } = message;
      const change = { command: 'failed drop --sent', messageId: id, requestId, before: body };
      await recordChange(stack, change, () => batch.delete(message));
      return true;
    });
    terminal.printJson({
      removed: ends.done,
      open: open.map(({ id }) => id),
      lost: ends.lost,
      left: messages.length - ends.done - ends.lost,
      inFlightElsewhere: batch.inFlightElsewhere,
    });
    if (ends.done > 0) terminal.print(`${counted(ends.done, 'message')} removed.`);
    const end = endOfEach(ends, { filter: {}, batch: { ...batch, messages } }, ctx, 'removed');
    return end === exitCode.done && open.length + leftOut > 0 ? exitCode.problem : end;
  });
}
