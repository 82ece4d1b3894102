import { rm } from 'node:fs/promises';
import { createAudit } from '../../audit/audit.ts';
import { type AuditReport, reportFile, reportOf } from '../../audit/report.ts';
import { auditOfStack } from '../audit/audit-of-stack.ts';
import { loadAudit, saveAudit, writeNew } from './audit-file.ts';
import { writePointers } from './audit-pointers.ts';
import { runToEnd } from './audit-run.ts';
import { auditEntries, findingsText, unknownText } from './audit-text.ts';
import { exitCode } from './exit-code.ts';
import { counted } from './format.ts';
import type { CommandContext } from './on-stack.ts';
import { listOf } from './table.ts';

export interface Options {
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

export async function audit(options: Options, ctx: CommandContext): Promise<number> {
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
