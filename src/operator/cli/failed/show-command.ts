import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';

export const failedShowCommand = (host: Host) =>
  stackCommand({
    name: 'show <id>',
    summary: 'Shows one failed message in full.',
    examples: ['failed show 6b1f4c2a --stack joiner-prod'],
    json: '{ ...as of `failed list`, attempts?, body, inFlightElsewhere }',
    exits: '0 shown, 1 no message has this id, or several ids begin with it',
  }).action((id: string, options: OptionValues) =>
    onStack(host, options, async (ctx) => {
      const { show } = await import('./show.ts');
      return show(id, ctx);
    }),
  );
