import type { OptionValues } from 'commander';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';
import { nameOf, WHO_HELP, withWhoOptions } from './who-option.ts';

export const historyCommand = (host: Host) =>
  withWhoOptions(
    stackCommand({
      name: 'history [who]',
      summary:
        'Shows who asked and who decided about a person, from both logs, the record and the schedule; or about a file of the intake.',
      examples: [
        'history ada.okafor@example.com --stack joiner-prod',
        'history --request onboarding-2026-11-02-01 --local --json',
        'history 3f9c0a1b --stack joiner-prod',
      ],
      json: '{ entries: [{ at, from: "function" | "operator" | "record" | "schedule", what, facts }] }',
      exits: '0 there is a history, 1 there is none',
    }),
  )
    .addHelpText(
      'after',
      helpText(
        '\nWHO is an address, an employee id, a request id, a person key, or a file: its id in `joiner intake list`, or its key (`file#…`) in `takenFrom`.',
        WHO_HELP,
        'A search by request id or file reads the whole table.',
        'CloudWatch Logs shows a line some seconds after it was written, and forgets lines after their days.',
      ),
    )
    .action((who: string | undefined, options: OptionValues) => {
      const name = nameOf(who, options);
      return onStack(host, options, async (ctx) => {
        const { history } = await import('./history.ts');
        return history(name, ctx);
      });
    });
