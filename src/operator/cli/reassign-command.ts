import { InvalidArgumentError, type OptionValues } from 'commander';
import * as v from 'valibot';
import { newHireFields } from '../../contracts/new-hire.ts';
import { changeCommand, onStackToChange } from './change-command.ts';
import { UsageError } from './exit-code.ts';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';

export const reassignCommand = (host: Host) =>
  changeCommand({
    name: 'reassign <address>',
    summary: 'Gives the record of an address to an employee id. The account stays as it is.',
    examples: [
      'reassign ada.okafor@example.com --employee E-20411 --why "id was mistyped, INC-4711" --stack joiner-prod',
      'reassign ada.okafor@example.com --employee E-20411 --why "INC-4711" --stack joiner-prod --yes',
    ],
    json: '{ personKey, record?: as of `status`, directory?: { kind: "found" | "absent" | "unread", userIds?, cause? }, pointer?: { personKey, standing }, obstacle?: { code, until? }, reassigned?: { personKey, at, by, why } }',
    exits: '0 the record belongs to the employee id, 1 nothing is changed, or something is left',
  })
    .requiredOption('--employee <id>', 'the employee id that is to hold the record', employeeOption)
    .addHelpText(
      'after',
      helpText(
        '\nFor a mistyped employee id, for an address that the next person has, and for an id that no hire is served by.',
        'It is refused while a message about the address is processed, while the directory cannot be read, and where the id has an account elsewhere.',
        'A corrected address needs `erase` instead: the command says so.',
      ),
    )
    .action((address: string, options: OptionValues) => {
      const asked = addressOf(address);
      return onStackToChange(host, options, async (ctx) => {
        const { reassignRecord } = await import('./reassign.ts');
        return reassignRecord(asked, options['employee'], ctx);
      });
    });

/** @throws {UsageError} if no hire could have it */
function addressOf(text: string): string {
  const parsed = v.safeParse(newHireFields.entries.emailAddress, text.trim());
  if (parsed.success) return parsed.output;
  throw new UsageError(`The address ${parsed.issues[0].message}.`);
}

function employeeOption(text: string): string {
  const parsed = v.safeParse(newHireFields.entries.employeeId, text.trim());
  if (parsed.success) return parsed.output;
  throw new InvalidArgumentError(`It ${parsed.issues[0].message}.`);
}
