import type { OptionValues } from 'commander';
import { changeCommand, onStackToChange } from '../change-command.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { nameOf, WHO_TO_CHANGE_HELP, withWhoOptions } from '../who-option.ts';

export const scheduledCancelCommand = (host: Host) =>
  withWhoOptions(
    changeCommand(
      {
        name: 'cancel [who]',
        summary:
          'Cancels a hire that waits, and publishes joiner.user.dropped.v1: no account is made on its day.',
        examples: ['scheduled cancel E-20411 --why "declined the offer" --stack joiner-prod'],
        json: '{ hire?: as of `scheduled list`, cancelled, after?: "no-account" | "being-created" | "has-account", userId?, event? } (`event` as it was published)',
        exits:
          '0 cancelled, and the person has no account; 1 nothing is cancelled, or the person has an account or may get one',
      },
      'readers of the event',
    ),
  )
    .addHelpText(
      'after',
      helpText(
        '\nThe event is joiner.user.dropped.v1, once no attempt is open. A copy of the message that is still under way is rejected, `start-cancelled`. A hire that HR sends later is a new one. Run it again for a hire that is cancelled to see what came of an attempt, and to publish an event that could not be sent.',
        WHO_TO_CHANGE_HELP,
      ),
    )
    .action((who: string | undefined, options: OptionValues) => {
      const name = nameOf(who, options);
      return onStackToChange(host, options, async (ctx) => {
        const { cancel } = await import('./cancel.ts');
        return cancel(name, ctx);
      });
    });
