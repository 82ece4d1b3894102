import type { OptionValues } from 'commander';
import { changeCommand, onStackToChange } from './change-command.ts';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { nameOf, WHO_TO_CHANGE_HELP, withWhoOptions } from './who-option.ts';

export const eraseCommand = (host: Host) =>
  withWhoOptions(
    changeCommand({
      name: 'erase [who]',
      summary:
        'Erases what Joiner stores about a person: the record, what waits for its day, the failed messages and what the intake noted. The account stays.',
      examples: [
        'erase ada.okafor@example.com --why "request DPO-4711" --stack joiner-prod',
        'erase E-20411 --why "request DPO-4711" --stack joiner-prod --yes',
        'erase --employee ada.okafor@example.com --why "request DPO-4711" --stack joiner-prod',
      ],
      json: '{ personKey?, record?: as of `status`, settledAt?, pointer?: { personKey, standing }, scheduled: [as of `scheduled list`], failed: [as of `failed list`], marks: [{ source, askedAt }], newHireQueue: { waiting, inFlight, delayed }, inFlightElsewhere, lost, erased?: { personKey?, at, by, why, record?, pointer?, messages, scheduled, marks } }',
      exits:
        '0 all that was found is erased, 1 nothing is known, the record is not settled, something is left, or failed messages are in flight elsewhere',
    }),
  )
    .addHelpText(
      'after',
      helpText(
        '\nWHO is an address, a person key or an employee id. Failed messages about the person go, too, and those that name the employee id of the record and no valid address. Where an id leads to several people, by a record, a hire that waits or a failed message, it is refused. A record is settled some 20 to 30 minutes after its last attempt. An earlier erasure could lead to a second account, so it is refused. What the intake noted is found by the employee id where the HR system gives one, else by the address: on a stack with an intake, run the command with each of them.',
        `${WHO_TO_CHANGE_HELP} Where WHO is one person’s address and another’s employee id, nothing is erased.`,
      ),
    )
    .action((who: string | undefined, options: OptionValues) => {
      const name = nameOf(who, options);
      return onStackToChange(host, options, async (ctx) => {
        const { erase } = await import('./erase.ts');
        return erase(name, ctx);
      });
    });
