import type { OptionValues } from 'commander';
import { changeCommand, onStackToChange } from '../change-command.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';

export const intakeApproveCommand = (host: Host) =>
  changeCommand({
    name: 'approve <id>',
    summary:
      'Lets the intake send a file that waits: one with many new people, or many records that cannot be mapped.',
    examples: ['intake approve 3f9c0a1b --why "first load of the Oslo office" --stack joiner-prod'],
    json: '{ file: as of `intake list`, approved }',
    exits: '0 approved, 1 nothing is approved: the file does not wait, or it was not confirmed',
  })
    .addHelpText(
      'after',
      helpText(
        '\nA file waits if it has more new people, or more records that cannot be mapped, than INTAKE_MAX_NEW (parameter intakeMaxNew), or if more than half of its records cannot be mapped; records that the source leaves out do not count.',
        'Nothing of it is sent, and nothing rejected, before it is approved. Look into the file first. To send none of it, leave it: the bucket deletes it after 30 days. A corrected file is another one, and is counted by itself.',
      ),
    )
    .action((id: string, options: OptionValues) =>
      onStackToChange(host, options, async (ctx) => {
        const { approve } = await import('./approve.ts');
        return approve(id, ctx);
      }),
    );
