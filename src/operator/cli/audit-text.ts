import type { AuditState } from '../../audit/audit-state.ts';
import type { FindingKind } from '../../audit/finding.ts';
import type { AuditReport, ReportedFinding } from '../../audit/report.ts';
import { commandLine, commandOf } from './command-text.ts';
import { counted } from './format.ts';
import { printable } from './printable.ts';
import { shortVersion } from './rules-version-text.ts';
import { type Entry, tableOf } from './table.ts';
import { wrap } from './wrap.ts';

const LABELS: Readonly<Record<FindingKind, string>> = {
  'account-gone': 'account gone',
  'account-disabled': 'account disabled',
  'account-renamed': 'at another address',
  'account-of-another': 'of another employee',
  'account-unreadable': 'account unreadable',
  'duplicate-accounts': 'duplicate accounts',
  'record-stuck': 'record stuck',
  'groups-missing': 'groups missing',
  'group-gone': 'group gone',
  'pointer-missing': 'pointer missing',
  'pointer-elsewhere': 'pointer elsewhere',
  'pointer-dangling': 'pointer dangling',
};

const KEY_DIGITS = 12;

/** What an audit is doing. */
export function progressText({ phase, counts, candidates, next }: AuditState): string {
  switch (phase) {
    case 'table':
      return `users table: ${counted(counts.records, 'record')} read`;
    case 'directory':
      return `directory: ${counted(counts.accounts, 'account')} read, of ${counts.withAccount} on record`;
    case 'groups':
      return `groups: ${counted(counts.groupPages, 'page')} read`;
    case 'second-look':
    case 'done':
      return `${next} of ${candidates.length} looked at again`;
  }
}

/** What was audited, and what was counted. */
export function auditEntries(report: AuditReport): readonly Entry[] {
  const { counts, since } = report;
  const { checked, withAccount, goneNoted, creating, failed } = counts;
  const noted = goneNoted === 0 ? '' : `, ${goneNoted} noted as gone`;
  const limit = since === undefined ? '' : `, completed since ${since}`;
  return [
    ['stack', `${printable(report.stack)}, table ${printable(report.table)}`],
    ['directory', printable(report.target)],
    ['rules', rulesText(report.rulesVersion)],
    ['time', `${report.startedAt} to ${report.endedAt ?? 'now: it is not complete'}`],
    [
      'records',
      `${counts.records}: ${withAccount} with an account (${checked} checked${limit}${noted}), ${creating} CREATING, ${failed} FAILED`,
    ],
    ['accounts', accountsText(report)],
    ['groups', groupsText(report)],
    ['second look', secondLookText(counts)],
  ];
}

function secondLookText({ candidates, lookedAgain }: AuditReport['counts']): string {
  if (candidates === 0) return 'no difference was seen, so there was none';
  return `${lookedAgain} of ${counted(candidates, 'difference')} looked at again`;
}

function accountsText({ counts }: AuditReport): string {
  const { accounts, unknownAccounts, youngAccounts, unreadableAccounts } = counts;
  const parts = [
    ...(unknownAccounts > 0 ? [`${unknownAccounts} that Joiner does not know`] : []),
    ...(youngAccounts > 0 ? [`${youngAccounts} made in the last minutes`] : []),
    ...(unreadableAccounts > 0 ? [`${unreadableAccounts} more that cannot be read`] : []),
  ];
  return parts.length === 0 ? String(accounts) : `${accounts}: ${parts.join(', ')}`;
}

function groupsText({ counts, groupsNotShown }: AuditReport): string {
  const hidden =
    groupsNotShown.length === 0
      ? ''
      : `; not checked, as the directory does not show the members: ${groupsNotShown.map((id) => printable(id)).join(', ')}`;
  return `${counts.groups} of the rules read${hidden}`;
}

function rulesText(rulesVersion: string): string {
  if (rulesVersion === 'none') return 'none';
  if (rulesVersion === 'unknown')
    return 'not known: an earlier version of Joiner deployed the stack';
  return `version ${shortVersion(rulesVersion)}`;
}

/** The findings as a table, and below it what settles each kind of them, with the commands. */
export function findingsText(findings: readonly ReportedFinding[], columns: number): string {
  const rows = findings.map((finding, index) => rowOf(finding, index));
  const showsAddresses = findings.some(({ seen = [] }) => seen.length > 0);
  const head = ['#', 'found', 'person', 'account', ...(showsAddresses ? ['address'] : [])];
  return [tableOf(head, rows, { columns }), ...remediesOf(findings, columns)].join('\n');
}

function rowOf(finding: ReportedFinding, index: number): readonly string[] {
  const { kind, personKey, employeeKey, userIds, groups = [], accounts, seen = [] } = finding;
  const label = finding.written ? `${LABELS[kind]}, written` : LABELS[kind];
  const of = accounts === undefined ? [] : [counted(accounts, 'account')];
  return [
    String(index + 1),
    [label, ...groups.map((group) => printable(group))].join('\n'),
    shortKey(personKey ?? employeeKey ?? ''),
    [...userIds.map((id) => printable(id)), ...of].join('\n'),
    seen.map(({ emailAddress }) => printable(emailAddress)).join('\n'),
  ];
}

/** Enough to find the command below, which has all of it; so has `--json`. */
function shortKey(key: string): string {
  const shown = key.indexOf('#') + 1 + KEY_DIGITS;
  return key.length > shown ? `${key.slice(0, shown)}…` : key;
}

function remediesOf(findings: readonly ReportedFinding[], columns: number): readonly string[] {
  const kinds = new Set(findings.filter(({ written }) => !written).map(({ kind }) => kind));
  return [...kinds].flatMap((kind) => {
    const ofKind = findings.filter((finding) => finding.kind === kind && !finding.written);
    const commands = new Set(ofKind.map(({ command }) => commandOf(...command)));
    const text = `\n${LABELS[kind]}: ${ofKind[0]?.remedy}`;
    return [wrap(text, columns), ...[...commands].map(commandLine)];
  });
}

/** The accounts that no record names. */
export function unknownText(unknown: NonNullable<AuditReport['unknown']>, columns: number): string {
  const rows = unknown.map(({ userId, personKey }) => [printable(userId), personKey]);
  return tableOf(['account that Joiner does not know', 'person at its address'], rows, { columns });
}
