import { hash } from 'node:crypto';
import type { AuditState, Counts } from './audit-state.ts';
import { personKeyFrom } from './compact-key.ts';
import type { Finding } from './finding.ts';
import { remedyOf } from './remedy.ts';

/** What is audited, and with what. */
export interface Audited {
  readonly stack: string;
  /** Kind and identity of the directory. */
  readonly target: string;
  readonly table: string;
  /** SHA-256 of the rules of groups; `none`, or `unknown` where the stack does not say it. */
  readonly rulesVersion: string;
  /** Of Joiner. */
  readonly version: string;
}

export interface ReportOptions {
  /** Whether to name accounts that Joiner does not know. */
  readonly namesUnknown: boolean;
  /** Whether to show the addresses and employee numbers that the directory has. */
  readonly showsAddresses: boolean;
  /** Keys of the employee ids whose missing pointers were written. */
  readonly written: ReadonlySet<string>;
}

export type AuditReport = ReturnType<typeof reportOf>;
export type ReportedFinding = AuditReport['findings'][number];

/** What an audit came to, as one JSON document. Of an audit that is not done, what two looks have seen so far. */
export function reportOf(state: AuditState, audited: Audited, options: ReportOptions) {
  const { sinceMs, firstLookEndedAtMs, endedAtMs, unknown, hiddenGroups } = state;
  return {
    ...audited,
    startedAt: isoTime(state.startedAtMs),
    ...(sinceMs !== undefined && { since: isoTime(sinceMs) }),
    ...(firstLookEndedAtMs !== undefined && { firstLookEndedAt: isoTime(firstLookEndedAtMs) }),
    ...(endedAtMs !== undefined && { endedAt: isoTime(endedAtMs) }),
    complete: state.phase === 'done',
    counts: { ...countsOf(state.counts), unknownAccounts: unknown.length },
    findings: state.findings.map((finding) => findingOf(finding, options)),
    groupsNotShown: [...hiddenGroups].toSorted(),
    ...(options.namesUnknown && {
      unknown: unknown.map(({ userId, person }) => ({ userId, personKey: personKeyFrom(person) })),
    }),
  };
}

function countsOf(counts: Counts) {
  const { young, unreadable, ...others } = counts;
  return { ...others, youngAccounts: young, unreadableAccounts: unreadable };
}

function findingOf(finding: Finding, { showsAddresses, written }: ReportOptions) {
  const { seen = [], ...found } = finding;
  const isWritten = finding.kind === 'pointer-missing' && written.has(finding.employeeKey ?? '');
  return {
    ...found,
    ...remedyOf(finding, showsAddresses),
    ...(isWritten && { written: true }),
    ...(showsAddresses && seen.length > 0 && { seen }),
  };
}

/**
 * A report as a file: JSON with sorted keys, and the SHA-256 of that on the last line. Anyone can check it:
 * `sed '$d' FILE | sha256sum`.
 */
export function reportFile(report: AuditReport): {
  readonly text: string;
  readonly sha256: string;
} {
  const text = `${JSON.stringify(report, sortedKeys, 2)}\n`;
  const sha256 = hash('sha256', text);
  return { text: `${text}sha256 ${sha256}\n`, sha256 };
}

function sortedKeys(_: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
