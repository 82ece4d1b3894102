import type { FailedFilter, FailedMessage } from '../../failed/failed-message.ts';
import { withFailedMessages } from '../../failed/failed-queues.ts';
import { soleMessage } from '../../failed/find-failed-message.ts';
import type { RawBounds } from '../../failed/raw-refusal.ts';
import { stillRefused } from '../../failed/still-refused.ts';
import { type Replayed, replay } from '../../send/replay.ts';
import { readStackSettings } from '../../stack/stack.ts';
import { pauseFor } from '../abortable-sleep.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { showGroups } from './groups.ts';
import { exitCodeOf, noteInFlight, noteLost } from './not-in-hand.ts';
import { countsText, stoppedText } from './replay-text.ts';
import { onlyVerified } from './unverified.ts';

export interface Options {
  readonly rate: number;
  readonly all?: true;
  readonly yes?: true;
  readonly unverified?: true;
}

const NOTHING: Replayed = {
  replayed: 0,
  done: 0,
  failed: 0,
  stalled: 0,
  toIntake: 0,
  lost: 0,
  left: 0,
};

const NOT_FOLLOWED =
  'What the intake makes of its messages is not followed: `joiner failed list` has those that it rejects again.';

export async function replayAll(
  filter: FailedFilter,
  options: Options,
  ctx: CommandContext,
): Promise<number> {
  const { stack, terminal, signal } = ctx;
  terminal.assertCanConfirm(options.yes === true);
  const bounds = await readStackSettings(stack);
  const replayed = await withFailedMessages(stack, filter, { signal }, async (found) => {
    const { inFlightElsewhere } = found;
    noteInFlight(inFlightElsewhere, terminal);
    if (filter.id !== undefined) soleMessage(found.messages, filter.id, inFlightElsewhere);
    const { batch, leftOut: unverified } = onlyVerified(found, options, terminal);
    showGroups(batch.messages, ctx);
    const { digests, intakeDigests } = batch;
    const all = { ...bounds, digests, intakeDigests };
    const refused = await refusedOf(batch.messages, all, ctx);
    const isSent = options.all === true || filter.id !== undefined;
    const leftOut = new Set(isSent ? [] : refused);
    const messages = batch.messages.filter((message) => !leftOut.has(message));
    if (leftOut.size > 0) terminal.note('Without --all, such messages are left out.');
    const others = { refused: leftOut.size, inFlightElsewhere };
    if (messages.length === 0) return { ...NOTHING, left: leftOut.size + unverified, ...others };
    if (!(await isWanted(messages, options, ctx))) return undefined;
    const result = await terminal.progress('Replay', (show) =>
      replay(
        stack,
        { ...batch, messages },
        {
          ratePerSecond: options.rate,
          signal,
          clock: { now: () => Date.now() },
          pause: pauseFor(signal),
          onProgress: (counts, rate) => show(`${countsText(counts)}, now ${rate} a second`),
        },
      ),
    );
    return {
      ...result,
      lost: Math.max(result.lost, batch.notRenewed()),
      left: result.left + leftOut.size + unverified,
      ...others,
    };
  });
  if (replayed === undefined) {
    terminal.note('Nothing is replayed.');
    return exitCode.problem;
  }
  terminal.printJson(replayed);
  terminal.print(() => countsText(replayed));
  noteLost(replayed.lost, terminal);
  if (replayed.toIntake > 0) terminal.note(NOT_FOLLOWED);
  const end = endOf(replayed, ctx);
  if (end !== exitCode.done) return end;
  return replayed.left > 0 ? exitCode.problem : exitCodeOf(replayed, filter, replayed.lost);
}

/** The messages that would be rejected again, after a note on them. */
async function refusedOf(
  messages: readonly FailedMessage[],
  bounds: RawBounds,
  { terminal }: CommandContext,
): Promise<readonly FailedMessage[]> {
  const refused = await stillRefused(messages, bounds);
  if (refused.length > 0)
    terminal.note(
      `${counted(refused.length, 'message')} would be rejected again: fix them with \`joiner failed edit\`.`,
    );
  return refused;
}

function isWanted(
  messages: readonly FailedMessage[],
  { rate, yes }: Options,
  { terminal }: CommandContext,
): Promise<boolean> {
  const what = counted(messages.length, 'message');
  const areHires = messages.every(({ origin }) => origin === 'new-hires');
  const where = areHires ? 'the new-hire queue' : 'where they came from';
  return terminal.confirm(
    `Send ${what} back to ${where}, at up to ${rate} a second?`,
    yes === true,
  );
}

function endOf(
  { stopped, stoppedBy, failed, stalled }: Replayed,
  { terminal, signal }: CommandContext,
): number {
  if (signal.aborted) {
    terminal.note(
      '\nInterrupted: the messages that are left stay in their queues. Run it again for the rest.',
    );
    return exitCode.interrupted;
  }
  if (stoppedBy) terminal.note(stoppedText(stoppedBy));
  return stopped === undefined && failed + stalled === 0 ? exitCode.done : exitCode.problem;
}
