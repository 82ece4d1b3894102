import { readBudget } from '../../budget/read-budget.ts';
import { exitCode } from '../exit-code.ts';
import type { CommandContext } from '../on-stack.ts';
import { listOf } from '../table.ts';
import { budgetEntries, budgetJson, mostOf } from './budget-text.ts';

export async function show({ stack, terminal, signal }: CommandContext): Promise<number> {
  const budget = await readBudget(stack, signal);
  terminal.printJson(budgetJson(budget));
  terminal.print(() => listOf(budgetEntries(budget), terminal.columns));
  const isSpent = budget.limit !== undefined && budget.taken >= mostOf(budget);
  return isSpent ? exitCode.problem : exitCode.done;
}
