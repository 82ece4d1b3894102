import type { OptionValues } from 'commander';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';
import { nameOf, WHO_HELP, withWhoOptions } from '../who-option.ts';

export const scheduledShowCommand = (host: Host) =>
  withWhoOptions(
    stackCommand({
      name: 'show [who]',
      summary: 'Shows what waits about a person, by address, employee id, request id or key.',
      examples: [
        'scheduled show ada.okafor@example.com --stack joiner-prod',
        'scheduled show E-20411 --local --json',
      ],
      json: '{ hires: [{ ...as of `scheduled list`, body? }] } (`body`: only while the hire waits)',
      exits: '0 shown, 1 nothing waits about the person, or did in the last 30 days',
    }),
  )
    .addHelpText('after', helpText(`\n${WHO_HELP}`))
    .action((who: string | undefined, options: OptionValues) => {
      const name = nameOf(who, options);
      return onStack(host, options, async (ctx) => {
        const { show } = await import('./show.ts');
        return show(name, ctx);
      });
    });
