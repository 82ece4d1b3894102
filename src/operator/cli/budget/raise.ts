import { raiseBudget } from '../../budget/change-ceiling.ts';
import { readBudget } from '../../budget/read-budget.ts';
import { callerArn } from '../../stack/caller-arn.ts';
import type { ChangeContext } from '../change-command.ts';
import { exitCode } from '../exit-code.ts';
import { counted, timeText } from '../format.ts';
import { listOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { budgetEntries, budgetJson } from './budget-text.ts';

export async function raise(perHour: number, ctx: ChangeContext): Promise<number> {
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
