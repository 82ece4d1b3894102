import { recordChanges } from '../../changes/record-change.ts';
import { type AfterCancel, afterCancel, cancelHire } from '../../scheduled/cancel-hire.ts';
import { soleScheduled } from '../../stack/find-scheduled.ts';
import type { StoredHire } from '../../stack/stored-hire.ts';
import { exitCode } from '../exit-code.ts';
import { whyOption } from '../failed/drop.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { listOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { nothingScheduledText, scheduledEntries, scheduledHireJson } from './hire-text.ts';

interface Options {
  readonly why: string;
  readonly yes?: true;
}

export const scheduledCancelCommand = stackCommand({
  name: 'cancel <who>',
  summary: 'Cancels a hire that waits: no account is made on its day, unless HR sends it again.',
  examples: ['scheduled cancel E-20411 --why "declined the offer" --stack joiner-prod'],
  json: '{ hire?: as of `scheduled list`, cancelled, after?: "no-account" | "being-created" | "has-account", userId? }',
  exits:
    '0 cancelled, and the person has no account; 1 nothing is cancelled, or the person has an account or may get one',
})
  .requiredOption('--why <text>', 'the reason, for the trace: no names, no addresses', whyOption)
  .option('-y, --yes', 'does not ask for confirmation')
  .addHelpText(
    'after',
    `
No event is published: inform HR. A copy of the message that is still under way is rejected, \`start-cancelled\`. A hire
that HR sends later is a new one. Run it again for a hire that is cancelled to see what came of an attempt.`,
  )
  .action((who: string) =>
    onStack(scheduledCancelCommand.opts(), (ctx) =>
      cancel(who, scheduledCancelCommand.opts<Options>(), ctx),
    ),
  );

async function cancel(
  who: string,
  { why, yes: isSure }: Options,
  ctx: CommandContext,
): Promise<number> {
  const { stack, terminal, signal } = ctx;
  const yes = isSure === true;
  terminal.assertCanConfirm(yes);
  const hire = await terminal.progress('Find the hire', () => soleScheduled(stack, who, signal));
  const notCancelled = (note: string) => {
    terminal.printJson({ ...(hire && { hire: scheduledHireJson(hire) }), cancelled: false });
    terminal.note(wrap(note, terminal.columns));
    return exitCode.problem;
  };
  if (hire === undefined) return notCancelled(nothingScheduledText(who));
  terminal.print(listOf(scheduledEntries(hire, Date.now()), terminal.columns));
  if (hire.state === 'cancelled') return endOf(hire, ctx);
  if (!(await terminal.confirm('Cancel this hire?', yes)))
    return notCancelled('Nothing is cancelled.');
  const result = await cancelOnRecord(hire, why, ctx);
  if (result === 'changed')
    return notCancelled(
      'The hire has changed since it was shown, and is not cancelled. Run the command again.',
    );
  return endOf(hire, ctx);
}

async function cancelOnRecord(hire: StoredHire, why: string, { stack, signal }: CommandContext) {
  const { personKey, requestId, body } = hire;
  const change = {
    command: 'scheduled cancel',
    personKey,
    requestId,
    why,
    ...(body !== undefined && { before: body }),
  };
  return recordChanges(
    stack,
    [change],
    () => cancelHire(stack, hire, signal),
    (made) => made === 'cancelled',
  );
}

/** What the cancellation came to, by the records as they are after it. */
async function endOf(
  hire: StoredHire,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  const after = await afterCancel(stack, hire, signal);
  terminal.printJson({
    hire: scheduledHireJson(hire),
    cancelled: true,
    after: after.kind,
    ...(after.kind === 'has-account' && { userId: after.userId }),
  });
  terminal.note(wrap(afterText(after), terminal.columns));
  return after.kind === 'no-account' ? exitCode.done : exitCode.problem;
}

function afterText(after: AfterCancel): string {
  switch (after.kind) {
    case 'no-account':
      return 'Cancelled. The person has no account, and gets none unless HR sends the hire again.';
    case 'being-created':
      return 'Cancelled, but too late: an attempt to create the account has begun. Look again with `joiner status` in a few minutes: it may have made the account.';
    case 'has-account':
      return `Cancelled, but the person has an account already: ${printable(after.userId)}. It stays in the directory: Joiner deletes none.`;
  }
}
