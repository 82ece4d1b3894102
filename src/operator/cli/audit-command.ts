import type { Options } from './audit.ts';
import { UsageError } from './exit-code.ts';
import { pagesOption, sinceOption } from './format.ts';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { onStack, stackCommand } from './on-stack.ts';
import { whyOption } from './why-text.ts';

export const auditCommand = (host: Host) =>
  stackCommand({
    name: 'audit',
    summary:
      'Compares all records with all accounts of the directory, and names what is not as Joiner left it. Reads only.',
    examples: [
      'audit --stack joiner-prod',
      'audit --stack joiner-prod --state audit.state --out audit-2026-11-30.txt',
      'audit --stack joiner-prod --since 30d --json',
      'audit --stack joiner-prod --write-pointers --why "INC-4711"',
    ],
    json: '{ stack, target, table, rulesVersion, version, startedAt, since?, firstLookEndedAt?, endedAt?, complete, counts: { … }, findings: [{ kind, personKey?, employeeKey?, userIds, groups?, accounts?, remedy, command: [word], written?, seen?: [{ emailAddress, employeeId? }] }], groupsNotShown, unknown?: [{ userId, personKey }] }',
    exits:
      '0 nothing is found, 1 at least one finding, 3 also an audit that could not be completed, after the first Ctrl-C too',
  })
    .option('--rate <number>', 'the most pages of the directory a second', pagesOption, 5)
    .option(
      '--since <time>',
      'checks records that were completed since then: an age such as 30d, or a date',
      sinceOption,
    )
    .option('--state <file>', 'stores an audit that is cut off, and continues it from there')
    .option('--out <file>', 'writes the report to a new file, with its SHA-256 on the last line')
    .option('--unknown', 'names the accounts that Joiner does not know, by their ids')
    .option('--show-addresses', 'shows the addresses and employee numbers that the directory has')
    .option('--write-pointers', 'writes pointers of employee ids that are missing; needs --why')
    .option('--why <text>', 'the reason, for the trace: no names, no addresses', whyOption)
    .option('-y, --yes', 'does not ask before it writes pointers')
    .addHelpText(
      'after',
      helpText(
        '\nThe users table and the directory are read once, at --rate. What differs is looked at again some 26 minutes later, when no call can be under way and reads cannot lag: only what both looks saw is a finding.',
        'With --since, the directory is still read as a whole, for duplicate accounts.',
        "A report names people by key. It can be checked by anyone: `sed '$d' FILE | sha256sum`.",
      ),
    )
    .action(async (options: Options) => {
      await assertUsable(options);
      return onStack(host, options, async (ctx) => {
        const { audit } = await import('./audit.ts');
        return audit(options, ctx);
      });
    });

/** @throws {UsageError} */
async function assertUsable({ out, writePointers: writes, why }: Options): Promise<void> {
  const { assertNew } = await import('./audit-file.ts');
  assertNew(out);
  if (writes && why === undefined)
    throw new UsageError(
      '--write-pointers changes the users table: give the reason with --why TEXT.',
    );
  if (!writes && why !== undefined)
    throw new UsageError('Without --write-pointers nothing is changed: leave --why out.');
}
