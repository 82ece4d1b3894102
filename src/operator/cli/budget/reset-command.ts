import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import { whyOption } from '../why-text.ts';
import { BUDGET_JSON } from './budget-text.ts';

export const budgetResetCommand = (host: Host) =>
  stackCommand({
    name: 'reset',
    summary: 'Takes a raised budget back: the limit holds again.',
    examples: ['budget reset --stack joiner-prod --yes'],
    json: BUDGET_JSON,
    exits: '0 the limit holds, 1 nothing is changed',
  })
    .option('--why <text>', 'the reason, for the trace: no names, no addresses', whyOption)
    .option('-y, --yes', 'does not ask for confirmation')
    .action((options: OptionValues) =>
      onStack(host, options, async (ctx) => {
        const { reset } = await import('./reset.ts');
        return reset(options, ctx);
      }),
    );
