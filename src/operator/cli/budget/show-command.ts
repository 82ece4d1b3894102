import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import { BUDGET_JSON } from './budget-text.ts';

export const budgetShowCommand = (host: Host) =>
  stackCommand({
    name: 'show',
    summary: 'Shows how many accounts may be created in an hour, and how many places are taken.',
    examples: ['budget show --stack joiner-prod', 'budget show --local --json'],
    json: BUDGET_JSON,
    exits: '0 shown, 1 no place is left in this hour',
  }).action((options: OptionValues) =>
    onStack(host, options, async (ctx) => {
      const { show } = await import('./show.ts');
      return show(ctx);
    }),
  );
