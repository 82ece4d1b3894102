import { recordChanges } from '../../changes/record-change.ts';
import { type Cancelled, cancelHire } from '../../scheduled/cancel-hire.ts';
import { callerArn } from '../../stack/caller-arn.ts';
import { soleScheduled } from '../../stack/find-scheduled.ts';
import { readDigests } from '../../stack/stack.ts';
import type { StoredHire } from '../../stack/stored-hire.ts';
import { type Name, whoIs } from '../../who.ts';
import type { ChangeContext } from '../change-command.ts';
import { exitCode } from '../exit-code.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { assertUnambiguous } from '../same-spelling-text.ts';
import { listOf } from '../table.ts';
import { wrap, wrapText } from '../wrap.ts';
import { notFoundText, scheduledEntries, scheduledHireJson } from './hire-text.ts';

export async function cancel(name: Name, ctx: ChangeContext): Promise<number> {
  const { stack, terminal, signal, confirm } = ctx;
  await assertUnambiguous('scheduled cancel', name, ctx);
  const who = whoIs(name, await readDigests(stack));
  const hire = await terminal.progress('Find the hire', () => soleScheduled(stack, who, signal));
  const notCancelled = (note: string) => {
    terminal.printJson({ ...(hire && { hire: scheduledHireJson(hire) }), cancelled: false });
    terminal.note(wrapText(note, terminal.columns));
    return exitCode.problem;
  };
  if (hire === undefined) return notCancelled(await notFoundText('scheduled cancel', name, ctx));
  terminal.print(() => listOf(scheduledEntries(hire, Date.now()), terminal.columns));
  const isToDo = hire.state !== 'cancelled';
  if (isToDo && !(await confirm('Cancel this hire?'))) return notCancelled('Nothing is cancelled.');
  const cancelled = await cancelOnRecord(hire, ctx);
  if (cancelled === undefined)
    return notCancelled(
      'The hire has changed since it was shown, and is not cancelled. Run the command again.',
    );
  return showEnd(hire, cancelled, ctx);
}

/** A hire that was cancelled, and whose end is reported, is only looked at: that leaves no line in the log. */
async function cancelOnRecord(hire: StoredHire, { stack, signal, why }: ChangeContext) {
  const { personKey, requestId, body, state } = hire;
  const droppedBy = await callerArn(stack);
  const make = () => cancelHire(stack, hire, { droppedBy, why, atMs: Date.now() }, signal);
  if (state === 'cancelled' && body === undefined) return make();
  const change = {
    command: 'scheduled cancel',
    personKey,
    requestId,
    why,
    ...(body !== undefined && { before: body }),
  };
  return recordChanges(stack, [change], make, (made) => made !== undefined);
}

/** What the cancellation came to, by the records as they are after it. */
function showEnd(hire: StoredHire, cancelled: Cancelled, { terminal }: CommandContext): number {
  const { after, event } = cancelled;
  terminal.printJson({
    hire: scheduledHireJson(hire),
    cancelled: true,
    after: after.kind,
    ...(after.kind === 'has-account' && { userId: after.userId }),
    ...(event && { event }),
  });
  terminal.note(wrap(afterText(cancelled), terminal.columns));
  if (event) terminal.note(`The event is ${event.id}.`);
  return after.kind === 'no-account' ? exitCode.done : exitCode.problem;
}

function afterText({ after }: Cancelled): string {
  switch (after.kind) {
    case 'no-account':
      return 'Cancelled. The person has no account, and gets none unless HR sends the hire again.';
    case 'being-created':
      return 'Cancelled, but too late: an attempt to create the account has begun. Look again in a few minutes, with the same command: it shows whether the account was made, and publishes the end of the request if not.';
    case 'has-account':
      return `Cancelled, but the person has an account already: ${printable(after.userId)}. It stays in the directory: Joiner deletes none.`;
  }
}
