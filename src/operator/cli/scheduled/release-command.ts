import type { OptionValues } from 'commander';
import { changeCommand, onStackToChange } from '../change-command.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { nameOf, WHO_TO_CHANGE_HELP, withWhoOptions } from '../who-option.ts';

export const scheduledReleaseCommand = (host: Host) =>
  withWhoOptions(
    changeCommand({
      name: 'release [who]',
      summary: 'Sends a hire whose day has come to the new-hire queue, where the sweep has not.',
      examples: [
        'scheduled release ada.okafor@example.com --why "the sweep is down" --stack joiner-prod',
      ],
      json: '{ hire?: as of `scheduled list`, released }',
      exits:
        '0 sent, 1 nothing is sent: nothing waits, the day has not come, or it was not confirmed',
    }),
  )
    .addHelpText(
      'after',
      helpText(
        '\nThe sweep releases hires by itself every 15 minutes. A hire whose day has not come is refused here: the function would put it back. For an account before that day, HR sends the hire again, with an earlier `startDate` or without one: of several messages about a person, the last one decides.',
        WHO_TO_CHANGE_HELP,
      ),
    )
    .action((who: string | undefined, options: OptionValues) => {
      const name = nameOf(who, options);
      return onStackToChange(host, options, async (ctx) => {
        const { release } = await import('./release.ts');
        return release(name, ctx);
      });
    });
