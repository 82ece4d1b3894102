import type { Command } from 'commander';
import type { Host } from './host.ts';
import { type CommandContext, type CommandText, onStack, stackCommand } from './on-stack.ts';
import { whyOption } from './why-text.ts';

/** What a command that changes one thing works with. */
export interface ChangeContext extends CommandContext {
  /** The operator's reason, without addresses. */
  readonly why: string;
  /** Asks before the change, unless `--yes` was given. */
  confirm(question: string): Promise<boolean>;
}

/** A command that shows one thing, asks, and changes it for a reason, which `readers` see. */
export function changeCommand(text: CommandText, readers = 'the trace'): Command {
  return stackCommand(text)
    .requiredOption('--why <text>', `the reason, for ${readers}: no names, no addresses`, whyOption)
    .option('-y, --yes', 'does not ask for confirmation');
}

/**
 * Runs the work of such a command on the stack that its options name.
 * @throws {UsageError} where no one can be asked
 */
export function onStackToChange(
  host: Host,
  options: object,
  work: (ctx: ChangeContext) => Promise<number>,
): Promise<void> {
  const { why, yes = false } = options as { readonly why: string; readonly yes?: true };
  return onStack(host, options, (ctx) => {
    ctx.terminal.assertCanConfirm(yes);
    return work({ ...ctx, why, confirm: (question) => ctx.terminal.confirm(question, yes) });
  });
}
