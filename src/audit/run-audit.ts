import type { CallFailure } from '../provisioning/ports.ts';
import type { Audit } from './audit.ts';
import type { AuditState } from './audit-state.ts';
import type { AuditStep } from './ports.ts';

/** Attempts of one call of the directory that is throttled, or finds it unavailable. */
const MOST_ATTEMPTS = 6;
const FIRST_BACKOFF_MS = 1_000;
/** However long the directory asks to wait. */
const LONGEST_BACKOFF_MS = 10 * 60_000;

export interface RunOptions {
  /** Of pages of the directory, and of accounts that are looked at again. */
  readonly ratePerSecond: number;
  /** Ends the audit between two steps, or the call that is under way. */
  readonly signal: AbortSignal;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onProgress: (state: AuditState) => void;
}

export type RunEnd = Exclude<AuditStep, { kind: 'advanced' }> | { readonly kind: 'interrupted' };

/**
 * Takes the steps of an audit to its end, or to where the second look is not due.
 * @throws as a step does. What the state has so far can be continued in any case.
 */
export async function runAudit(audit: Audit, options: RunOptions): Promise<RunEnd> {
  const { signal, pause, onProgress, ratePerSecond } = options;
  let attempts = 0;
  while (!signal.aborted) {
    const step = await audit.step(signal).catch((error) => endIfAborted(error, signal));
    attempts = step.kind === 'failed' ? attempts + 1 : 0;
    const isOver = step.kind !== 'failed' || attempts >= MOST_ATTEMPTS || !mayPass(step.failure);
    if (step.kind === 'advanced') {
      onProgress(audit.state);
      if (step.read === 'directory') await pause(1_000 / ratePerSecond);
    } else if (isOver && !signal.aborted) return step;
    else if (step.kind === 'failed') await pause(backoffMsOf(step.failure, attempts));
  }
  return { kind: 'interrupted' };
}

function endIfAborted(error: unknown, signal: AbortSignal): AuditStep | { kind: 'interrupted' } {
  if (signal.aborted) return { kind: 'interrupted' };
  throw error;
}

function mayPass({ cause }: CallFailure): boolean {
  return cause === 'throttled' || cause === 'target-unavailable';
}

function backoffMsOf({ retryAfterMs = 0 }: CallFailure, attempts: number): number {
  const backoffMs = Math.max(retryAfterMs, FIRST_BACKOFF_MS * 2 ** (attempts - 1));
  return Math.min(backoffMs, LONGEST_BACKOFF_MS);
}
