import type { Rows } from '../../report/figures.ts';
import { markdownTable } from '../../report/markdown-table.ts';
import { HEAP_LIMIT, type MeasuredAudit } from './measure-audit.ts';

export const AUDIT_HEAD = [
  'records',
  'accounts',
  'Scan calls',
  'ListUsers calls',
  'other calls',
  's',
  'CPU, s',
  'memory beyond the start, MB',
];

export function auditRows(measured: readonly MeasuredAudit[]): Rows {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return measured.map(({ checked, accounts, ms, cpuMs, beyondStartBytes, ...calls }) => [
    ...[checked, accounts].map((count) => count.toLocaleString('en')),
    ...[calls.scans, calls.pages, calls.otherCalls].map(String),
    seconds(ms),
    seconds(cpuMs),
    (beyondStartBytes / 1e6).toFixed(0),
  ]);
}

/** The part of docs/generated/benchmarks.md about audits. */
export function auditSection(rows: Rows): string {
  return `## Audits

${markdownTable(AUDIT_HEAD, rows)}

\`joiner audit\` of a FinSpace directory in which nothing differs, with nothing added to a call and without a limit of its rate: \`--rate\` reads 5 pages of the directory a second, unless given. Each person has a record, an account and the pointer of an employee id, and no groups: a group costs one call for each 100 of its members. A difference costs one read of the table and one of the directory, at the second look. The process is one of its own, and its heap is limited to ${HEAP_LIMIT} MB. **Memory** is the most that it has, garbage included, less what it has before its first call.
`;
}
