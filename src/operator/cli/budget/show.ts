import { readBudget } from '../../budget/read-budget.ts';
import { exitCode } from '../exit-code.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
import { listOf } from '../table.ts';
import { BUDGET_JSON, budgetEntries, budgetJson, mostOf } from './budget-text.ts';

export const budgetShowCommand = stackCommand({
  name: 'show',
  summary: 'Shows how many accounts may be created in an hour, and how many places are taken.',
  examples: ['budget show --stack joiner-prod', 'budget show --local --json'],
  json: BUDGET_JSON,
  exits: '0 shown, 1 no place is left in this hour',
}).action(() => onStack(budgetShowCommand.opts(), show));

async function show({ stack, terminal, signal }: CommandContext): Promise<number> {
  const budget = await readBudget(stack, signal);
  terminal.printJson(budgetJson(budget));
  terminal.print(() => listOf(budgetEntries(budget), terminal.columns));
  const isSpent = budget.limit !== undefined && budget.taken >= mostOf(budget);
  return isSpent ? exitCode.problem : exitCode.done;
}
