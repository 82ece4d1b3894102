import type { OptionValues } from 'commander';
import { changeCommand, onStackToChange } from '../change-command.ts';
import { UsageError } from '../exit-code.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { BUDGET_JSON } from './budget-text.ts';

const MOST = 100_000;

export const budgetRaiseCommand = (host: Host) =>
  changeCommand({
    name: 'raise <accounts>',
    summary: 'Allows so many accounts in an hour, in place of the limit, for 24 hours.',
    examples: ['budget raise 500 --why "Oslo office starts on Monday" --stack joiner-prod'],
    json: BUDGET_JSON,
    exits: '0 raised, 1 nothing is changed',
  })
    .addHelpText(
      'after',
      helpText(
        '\nHires that wait come within 15 minutes. Look first at who waits: `joiner pause` stops all, and nothing is lost.',
        'A higher limit for good is the parameter creationsPerHour, which a deployment changes.',
      ),
    )
    .action((accounts: string, options: OptionValues) => {
      const perHour = accountsArgument(accounts);
      return onStackToChange(host, options, async (ctx) => {
        const { raise } = await import('./raise.ts');
        return raise(perHour, ctx);
      });
    });

/** @throws {UsageError} */
function accountsArgument(text: string): number {
  const accounts = Number(text);
  if (/^\d+$/.test(text) && accounts >= 1 && accounts <= MOST) return accounts;
  throw new UsageError(`The accounts in an hour must be a whole number from 1 to ${MOST}.`);
}
