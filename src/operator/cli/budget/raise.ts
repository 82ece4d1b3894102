import { raiseBudget } from '../../budget/change-ceiling.ts';
import { readBudget } from '../../budget/read-budget.ts';
import { callerArn } from '../../stack/caller-arn.ts';
import { type ChangeContext, changeCommand, onStackToChange } from '../change-command.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { counted, timeText } from '../format.ts';
import { helpText } from '../help-text.ts';
import { listOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { BUDGET_JSON, budgetEntries, budgetJson } from './budget-text.ts';

const MOST = 100_000;

export const budgetRaiseCommand = changeCommand({
  name: 'raise <accounts>',
  summary: 'Allows so many accounts in an hour, in place of the limit, for 24 hours.',
  examples: ['budget raise 500 --why "Oslo office starts on Monday" --stack joiner-prod'],
  json: BUDGET_JSON,
  exits: '0 raised, 1 nothing is changed',
})
  .addHelpText(
    'after',
    helpText(
      '\nHires that wait come within 15 minutes. Look first at who waits: `joiner pause` stops all, and nothing is lost.',
      'A higher limit for good is the parameter creationsPerHour, which a deployment changes.',
    ),
  )
  .action((accounts: string) => {
    const perHour = accountsArgument(accounts);
    return onStackToChange(budgetRaiseCommand.opts(), (ctx) => raise(perHour, ctx));
  });

async function raise(perHour: number, ctx: ChangeContext): Promise<number> {
  const { stack, terminal, signal, why, confirm } = ctx;
  const [budget, by] = await Promise.all([readBudget(stack, signal), callerArn(stack)]);
  const { limit } = budget;
  const end = (note: string, raised?: typeof budget) => {
    terminal.printJson(budgetJson(raised ?? budget));
    terminal.note(wrap(note, terminal.columns));
    return raised ? exitCode.done : exitCode.problem;
  };
  terminal.print(() => listOf(budgetEntries(budget), terminal.columns));
  if (limit === undefined) return end('Creations have no limit. Nothing is changed.');
  if (perHour <= limit)
    return end(
      `It must be more than the limit, ${limit}: a deployment lowers that. Nothing is changed.`,
    );
  const question = `Allow ${counted(perHour, 'account')} in an hour for 24 hours, as ${by}?`;
  if (!(await confirm(question))) return end('Nothing is changed.');
  const ceiling = await raiseBudget(stack, { perHour, why }, signal);
  return end(`Raised until ${timeText(ceiling.untilMs)}. Hires that wait come within 15 minutes.`, {
    ...budget,
    ceiling,
  });
}

/** @throws {UsageError} */
function accountsArgument(text: string): number {
  const accounts = Number(text);
  if (/^\d+$/.test(text) && accounts >= 1 && accounts <= MOST) return accounts;
  throw new UsageError(`The accounts in an hour must be a whole number from 1 to ${MOST}.`);
}
