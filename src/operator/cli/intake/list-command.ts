import type { OptionValues } from 'commander';
import { Option } from 'commander';
import { FILE_STATES } from '../../../intake/file-progress.ts';
import { helpText } from '../help-text.ts';
import type { Host } from '../host.ts';
import { onStack, stackCommand } from '../on-stack.ts';

export const intakeListCommand = (host: Host) =>
  stackCommand({
    name: 'list',
    summary: 'Lists the files of the intake of the last 40 days, the newest first.',
    examples: [
      'intake list --stack joiner-prod',
      'intake list --state waiting --stack joiner-prod',
      'intake list --source bamboohr --local --json',
      'intake list --missed --stack joiner-prod',
    ],
    json: '{ files: [{ id, source, objectKey, versionId, size, state: "counting" | "waiting" | "approved" | "sending" | "done", end?: "sent" | "unreadable" | "gone", done, counts: { new, changed, sent, known, superseded, leftOut, rejected }, rowsAboveHeader?, askedAt, startedAt, updatedAt, approvedBy?, why? }], broken: [key] }; with --missed { missed: [{ objectKey, versionId, size, putAt }], checked, isCutOff }',
    exits:
      '0 no file waits for an approval, 1 at least one does, or an item cannot be read; with --missed, 1 at least one object is missed',
  })
    .option('--source <name>', 'only those of this HR system')
    .addOption(new Option('--state <state>', 'only those in this state').choices(FILE_STATES))
    .addOption(
      new Option(
        '--missed',
        'the objects of the bucket that the intake should know, and does not',
      ).conflicts(['source', 'state']),
    )
    .addHelpText(
      'after',
      helpText(
        '\nOf a file that is counted, or waits: `new` are people of whom nothing was sent before; `changed` are people of whom other data was sent before. Of one that is sent: `sent` are the hires that it sent. `known`: the same was sent before. `superseded`: something else was asked for later, at the same address. `left out`: no hires, says the source. `rejected`: they cannot be mapped, or the file has the person before, with other data, or the employee id was sent later, at another address. Rows above the header, as titles are, are not read.',
        "\n--missed compares the bucket with the files that the intake knows. It lists each version of an object that was put more than an hour ago and that the intake has not begun: no record of it was sent. S3's notification of it was lost, or is a failed message.",
      ),
    )
    .action((options: OptionValues) =>
      onStack(host, options, async (ctx) => {
        const { list } = await import('./list.ts');
        return list(options, ctx);
      }),
    );
