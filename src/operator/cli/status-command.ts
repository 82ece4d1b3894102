import type { OptionValues } from 'commander';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';
import { nameOf, WHO_HELP, withWhoOptions } from './who-option.ts';

export const statusCommand = (host: Host) =>
  withWhoOptions(
    stackCommand({
      name: 'status [who]',
      summary: 'Shows the status of a person, by address, employee id, request id or person key.',
      examples: [
        'status ada.okafor@example.com --stack joiner-prod',
        'status E-20411 --stack joiner-prod',
        'status --employee ada.okafor@example.com --stack joiner-prod',
        'status --request onboarding-2026-11-02-01 --local --json',
      ],
      json: '{ people: [{ personKey?, record?, scheduled: [as of `scheduled list`], failed: [as of `failed list`] }], pointer?: { personKey, standing: "in-progress" | "dangling" }, newHireQueue: { waiting, inFlight, delayed }, failedInFlightElsewhere, logGroupName, deployedRulesVersion? }',
      exits:
        '0 the person has an account, 1 the person has none, or waits for a day to come, a message about the person failed or may have, or the employee id points elsewhere',
    }),
  )
    .addHelpText('after', helpText(`\n${WHO_HELP}`))
    .action((who: string | undefined, options: OptionValues) => {
      const name = nameOf(who, options);
      return onStack(host, options, async (ctx) => {
        const { status } = await import('./status.ts');
        return status(name, ctx);
      });
    });
