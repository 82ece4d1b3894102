import type { Note, RunningAudit } from './note.ts';

/** What started a run: the schedule of audits, or the rule that continues them. */
export type Asked = 'begin' | 'continue';

export type RunPlan =
  | { readonly kind: 'nothing-to-continue' }
  /** Another run is at work, or the second look is not due. */
  | { readonly kind: 'not-free'; readonly untilMs: number }
  | { readonly kind: 'work'; readonly running: RunningAudit };

/** An audit that takes longer is given up: what it read first is too old to be compared with what it reads last. */
const LONGEST_AUDIT_MS = 24 * 3_600_000;

/** An audit that was begun is continued by either, so that one which takes longer than its schedule still ends. */
export function planRun({ running }: Note, asked: Asked, nowMs: number): RunPlan {
  const isContinued = running && nowMs - running.startedAtMs < LONGEST_AUDIT_MS;
  if (isContinued && running.freeAtMs > nowMs)
    return { kind: 'not-free', untilMs: running.freeAtMs };
  if (isContinued) return { kind: 'work', running };
  if (asked === 'continue') return { kind: 'nothing-to-continue' };
  return { kind: 'work', running: { startedAtMs: nowMs, freeAtMs: nowMs } };
}
