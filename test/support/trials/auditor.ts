import { type Audit, createAudit } from '../../../src/audit/audit.ts';
import { type AuditState, newAuditState } from '../../../src/audit/audit-state.ts';
import type { AuditDeps, AuditStep } from '../../../src/audit/ports.ts';
import { createManualClock } from '../time/manual-clock.ts';

/** The functions of `joiner audit`, at times that a trial chooses. Times are epoch milliseconds. */
export interface Auditor {
  firstLook(nowMs: number): Promise<FirstLook>;
  /** Everything that an audit reports of a world in which all has ended by then, in words. */
  audit(endedAtMs: number): Promise<readonly string[]>;
}

export interface FirstLook {
  /** The other one, once it is due by the audit's own clock. Returns what both have seen, in words. */
  secondLook(): Promise<readonly string[]>;
  /** Accounts that no record names, in words. */
  unknown(): readonly string[];
}

/** No message is left that could finish a record, and no read lags behind. */
const LONG_AFTER_MS = 60 * 24 * 3_600_000;
/** A directory that serves every call needs none of them. */
const MOST_FAILURES = 1_000;

const { signal } = new AbortController();

export function createAuditor(deps: Omit<AuditDeps, 'clock'>): Auditor {
  async function firstLook(nowMs: number): Promise<FirstLook> {
    const clock = createManualClock(nowMs);
    const audit = createAudit(newAuditState(nowMs), { ...deps, clock });
    const { state } = audit;
    await stepsTo('waiting', audit);
    return {
      unknown: () => state.unknown.map(({ userId }) => `an audit does not know ${userId}`),
      async secondLook() {
        const step = await stepsTo('waiting', audit);
        if (step.kind === 'waiting') clock.set(step.untilMs);
        await stepsTo('done', audit);
        return reportedIn(state);
      },
    };
  }

  return {
    firstLook,
    async audit(endedAtMs) {
      const { secondLook, unknown } = await firstLook(endedAtMs + LONG_AFTER_MS);
      return [...(await secondLook()), ...unknown()];
    },
  };
}

/** A step that failed is taken again. */
async function stepsTo(kind: 'waiting' | 'done', audit: Audit): Promise<AuditStep> {
  for (let failures = 0; failures < MOST_FAILURES; ) {
    const step = await audit.step(signal);
    if (step.kind === kind || step.kind === 'done') return step;
    if (step.kind === 'failed') failures += 1;
  }
  throw new Error(`The audit does not come to "${kind}".`);
}

function reportedIn({ findings, hiddenGroups }: AuditState): readonly string[] {
  const reports = findings.map(
    ({ kind, personKey, employeeKey }) => `an audit reports ${kind} of ${personKey ?? employeeKey}`,
  );
  return [...reports, ...[...hiddenGroups].map((group) => `an audit does not see group ${group}`)];
}
