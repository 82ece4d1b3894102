import type { FindingKind } from '../finding.ts';
import type { AuditReport } from '../report.ts';

const MEANINGS: Readonly<Record<FindingKind, string>> = {
  'account-gone': 'accounts of records that the directory does not have',
  'account-disabled': 'accounts that are disabled',
  'account-renamed': 'accounts at another address',
  'account-of-another': 'accounts for which the directory notes another employee',
  'account-unreadable': 'accounts of which the directory shows nothing that can be compared',
  'duplicate-accounts': 'people or employee numbers with several accounts',
  'record-stuck': 'records that no message can finish any more',
  'groups-missing': 'accounts that are not in groups which they were added to',
  'group-gone': 'groups of the rules that the directory does not have',
  'pointer-missing': 'records whose employee id points to no one',
  'pointer-elsewhere': 'records whose employee id points to another record',
  'pointer-dangling': 'employee ids that point to no record which holds them',
};

interface MetricRule {
  readonly unit: 'Count' | 'Seconds';
  readonly meaning: string;
}

/** Every metric of the nightly audit. Alarms, dashboard and docs/generated/metrics.md are tested against it. */
export const AUDIT_METRICS: Readonly<Record<string, MetricRule>> = {
  'Audit:age': {
    unit: 'Seconds',
    meaning:
      'From the end of the last complete audit to the run, each quarter of an hour. Before the first one has ended, from the first run.',
  },
  'Audit:completed': {
    unit: 'Count',
    meaning: 'Audits that have read everything: 1 at the end of each.',
  },
  'Audit:records': {
    unit: 'Count',
    meaning: 'Records of the users table that a complete audit has read.',
  },
  'Audit:accounts': { unit: 'Count', meaning: 'Accounts of the directory that it has read.' },
  'Audit:unknown': { unit: 'Count', meaning: 'Of these, accounts that no record names.' },
  'Audit:findings': { unit: 'Count', meaning: 'What it has found; 0 for nothing.' },
  ...Object.fromEntries(
    Object.entries(MEANINGS).map(([kind, meaning]) => [
      nameOf(kind),
      { unit: 'Count' as const, meaning: `Of the findings, ${meaning}.` },
    ]),
  ),
};

/** The metrics of a complete audit; a kind without a finding has none. */
export function measuredOf({ counts, findings }: AuditReport): ReadonlyMap<string, number> {
  return new Map([
    ['Audit:completed', 1],
    ['Audit:records', counts.records],
    ['Audit:accounts', counts.accounts],
    ['Audit:unknown', counts.unknownAccounts],
    ['Audit:findings', findings.length],
    ...Object.entries(foundIn(findings)).map(([kind, count]) => [nameOf(kind), count] as const),
  ]);
}

/** How many findings of each kind there are. */
export function foundIn(findings: AuditReport['findings']): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { kind } of findings) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

function nameOf(kind: string): string {
  return `Audit:${kind}`;
}
