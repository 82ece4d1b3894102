import { resetBudget } from '../../budget/change-ceiling.ts';
import { readBudget } from '../../budget/read-budget.ts';
import { exitCode } from '../exit-code.ts';
import type { CommandContext } from '../on-stack.ts';
import { listOf } from '../table.ts';
import { budgetEntries, budgetJson } from './budget-text.ts';

interface Options {
  readonly why?: string;
  readonly yes?: true;
}

export async function reset(
  { why, yes }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
  terminal.assertCanConfirm(yes === true);
  const { ceiling, ...budget } = await readBudget(stack, signal);
  terminal.print(() =>
    listOf(budgetEntries({ ...budget, ...(ceiling && { ceiling }) }), terminal.columns),
  );
  if (ceiling === undefined) {
    terminal.printJson(budgetJson(budget));
    terminal.note('The budget is not raised. Nothing is changed.');
    return exitCode.done;
  }
  if (!(await terminal.confirm('Take the raised budget back?', yes === true))) {
    terminal.printJson(budgetJson({ ...budget, ceiling }));
    terminal.note('Nothing is changed.');
    return exitCode.problem;
  }
  await resetBudget(stack, why, signal);
  terminal.printJson(budgetJson(budget));
  terminal.note('The limit holds again.');
  return exitCode.done;
}
