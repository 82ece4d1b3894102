import type { Options } from './console.ts';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';

export const consoleCommand = (host: Host) =>
  stackCommand({
    name: 'console',
    summary: 'Serves pages with the same operations to the browser of this machine, until Ctrl-C.',
    examples: [
      'console --stack joiner-prod',
      'console --stack joiner-prod --changes',
      'console --local --no-open',
    ],
    json: '{ address, changesAs? } once the pages are served',
    exits: '0 ended by Ctrl-C, or after 30 minutes without use',
  })
    .option('--changes', 'also corrects, replays, drops, sends, pauses and resumes')
    .option('--no-open', 'prints the address, and opens no browser')
    .option('--audit <file>', 'shows the report that `joiner audit --out` wrote')
    .addHelpText(
      'after',
      helpText(
        '\nThe address opens the pages once, within a minute. They are for the browser of this machine and this user only.',
      ),
    )
    .action((options: Options) =>
      onStack(host, options, async (ctx) => {
        const { serve } = await import('./console.ts');
        return serve(options, ctx);
      }),
    );
