import { rm } from 'node:fs/promises';
import { createAudit } from '../audit/audit.ts';
import { auditOfStack } from '../audit/audit-of-stack.ts';
import { type AuditReport, reportFile, reportOf } from '../audit/report.ts';
import { assertNew, loadAudit, saveAudit, writeNew } from './audit-file.ts';
import { writePointers } from './audit-pointers.ts';
import { runToEnd } from './audit-run.ts';
import { auditEntries, findingsText, unknownText } from './audit-text.ts';
import { exitCode, UsageError } from './exit-code.ts';
import { counted, pagesOption, sinceOption } from './format.ts';
import { helpText } from './help-text.ts';
import { type CommandContext, onStack, stackCommand } from './on-stack.ts';
import { listOf } from './table.ts';
import { whyOption } from './why-text.ts';

interface Options {
  readonly rate: number;
  /** Epoch milliseconds. */
  readonly since?: number;
  readonly state?: string;
  readonly out?: string;
  readonly unknown?: true;
  readonly showAddresses?: true;
  readonly writePointers?: true;
  readonly why?: string;
  readonly yes?: true;
}

export const auditCommand = stackCommand({
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
  .action(() => {
    const options = auditCommand.opts<Options>();
    assertUsable(options);
    return onStack(options, (ctx) => audit(options, ctx));
  });

/** @throws {UsageError} */
function assertUsable({ out, writePointers: writes, why }: Options): void {
  assertNew(out);
  if (writes && why === undefined)
    throw new UsageError(
      '--write-pointers changes the users table: give the reason with --why TEXT.',
    );
  if (!writes && why !== undefined)
    throw new UsageError('Without --write-pointers nothing is changed: leave --why out.');
}

async function audit(options: Options, ctx: CommandContext): Promise<number> {
  const { stack, terminal } = ctx;
  if (options.writePointers) terminal.assertCanConfirm(options.yes ?? false);
  const { deps, audited } = await auditOfStack(stack);
  const of = { ...audited, sinceMs: options.since ?? null };
  const { state, isContinued } = await loadAudit(options.state, of, deps.clock.now());
  if (isContinued) terminal.note(`The audit of ${options.state} is continued.`);
  const save = async () => {
    if (options.state !== undefined) await saveAudit(options.state, state, of);
  };
  const run = { ratePerSecond: options.rate, nowMs: deps.clock.now, save };
  const notComplete = await runToEnd(createAudit(state, deps), run, ctx);
  if (notComplete !== undefined) await save();
  const written = options.writePointers
    ? await writePointers(
        state.findings,
        { why: options.why ?? '', yes: options.yes ?? false },
        deps,
        ctx,
      )
    : new Set<string>();
  const report = reportOf(state, audited, {
    namesUnknown: options.unknown ?? false,
    showsAddresses: options.showAddresses ?? false,
    written,
  });
  await show(report, options, ctx);
  if (notComplete === undefined) {
    if (options.state !== undefined) await rm(options.state, { force: true });
    return report.findings.length === 0 ? exitCode.done : exitCode.problem;
  }
  const how =
    options.state === undefined
      ? 'With --state FILE, it could be continued.'
      : 'Run the same command again to continue it.';
  terminal.note(`The audit is not complete. ${notComplete} ${how}`);
  return exitCode.unreachable;
}

async function show(report: AuditReport, { out }: Options, { terminal }: CommandContext) {
  const { findings, unknown = [] } = report;
  terminal.printJson(report);
  terminal.print(() => listOf(auditEntries(report), terminal.columns));
  if (unknown.length > 0) terminal.print(() => `\n${unknownText(unknown, terminal.columns)}`);
  if (findings.length > 0) terminal.print(() => `\n${findingsText(findings, terminal.columns)}`);
  const end = findings.length === 0 ? 'Nothing found' : `${counted(findings.length, 'finding')}`;
  terminal.print(`\n${end}${report.complete ? '.' : ' so far.'}`);
  if (out === undefined || !report.complete) return;
  const { text, sha256 } = reportFile(report);
  await writeNew(out, text);
  terminal.note(`The report is in ${out}. SHA-256: ${sha256}`);
}
