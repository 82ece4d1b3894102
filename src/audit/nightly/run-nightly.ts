import type { AuditBucket } from '../../aws/audit-bucket.ts';
import type { CallFailure } from '../../provisioning/ports.ts';
import { createAudit } from '../audit.ts';
import { type AuditState, newAuditState } from '../audit-state.ts';
import type { AuditDeps } from '../ports.ts';
import { readSaved, SavedAuditError } from '../read-saved-audit.ts';
import { type Audited, type AuditReport, reportFile, reportOf } from '../report.ts';
import { runAudit } from '../run-audit.ts';
import { savedLines } from '../save-audit.ts';
import type { AuditOf } from '../saved-lines.ts';
import { type Note, noteText, type RunningAudit, readNote } from './note.ts';
import { type Asked, planRun } from './plan-run.ts';

/** As `joiner audit` reads unless it is given another rate. */
const PAGES_PER_SECOND = 5;
/** After a run's last moment, for clocks that differ. */
const CLAIM_MARGIN_MS = 60_000;
/** As `joiner audit --out` writes it. */
const REPORT = { namesUnknown: false, showsAddresses: false, written: new Set<string>() };

export interface NightlyDeps {
  readonly bucket: AuditBucket;
  readonly audit: AuditDeps;
  readonly audited: Audited;
  /** A text that was never returned before. */
  readonly newId: () => string;
  /** Waits; returns early when the signal aborts, and never rejects. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How long ago the last audit ended, whatever this run does. */
  readonly onAge: (ms: number) => void;
  /** Called before the audit is noted as done: more than once after a kill, but never not at all. */
  readonly onReport: (report: StoredReport) => void;
}

export interface StoredReport {
  readonly report: AuditReport;
  readonly key: string;
  readonly sha256: string;
}

export interface NightlyRun {
  readonly asked: Asked;
  /** When nothing of this run can be under way any more: epoch milliseconds. */
  readonly endsAtMs: number;
  /** Ends the reading; what it has so far is saved then. */
  readonly reading: AbortSignal;
  /** Ends every call. */
  readonly calls: AbortSignal;
}

export type NightlyEnd =
  | { readonly kind: 'nothing-to-continue' | 'done' }
  | { readonly kind: 'not-free'; readonly untilMs: number }
  /** Another run has written the note: what this one has read is dropped. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'saved'; readonly state: AuditState; readonly why: SavedBecause };

export type SavedBecause =
  | { readonly kind: 'interrupted' | 'waiting' }
  | { readonly kind: 'failed'; readonly failure: CallFailure }
  | { readonly kind: 'broken'; readonly error: unknown };

/**
 * One run of the nightly audit: begins one or continues it, as far as time allows. Only the run whose conditional write
 * of the note came first works on an audit, and only while no other has written since does what it read count.
 * @throws NoteError, and the SDK's error when a call of S3 fails
 */
export async function runNightly(run: NightlyRun, deps: NightlyDeps): Promise<NightlyEnd> {
  const { bucket, audit } = deps;
  const stored = await bucket.readNote(run.calls);
  const nowMs = audit.clock.now();
  const note: Note = stored ? readNote(stored.text) : { sinceMs: nowMs };
  deps.onAge(nowMs - (note.last?.endedAtMs ?? note.sinceMs));
  const plan = planRun(note, run.asked, nowMs);
  if (plan.kind !== 'work') {
    if (!stored) await bucket.writeNote(noteText(note, deps.newId()), undefined, run.calls);
    return plan;
  }
  const claim = { ...note, running: { ...plan.running, freeAtMs: run.endsAtMs + CLAIM_MARGIN_MS } };
  const claimed = await bucket.writeNote(noteText(claim, deps.newId()), stored?.eTag, run.calls);
  if (claimed.kind === 'lost') return claimed;
  return work(claim, claimed.eTag, run, deps);
}

async function work(
  note: Note & { readonly running: RunningAudit },
  eTag: string,
  { reading, calls }: NightlyRun,
  deps: NightlyDeps,
): Promise<NightlyEnd> {
  const { bucket, audit, audited, newId } = deps;
  const of = { ...audited, sinceMs: null };
  const state = await load(note.running, of, calls, deps);
  const end = await runAudit(createAudit(state, audit), {
    ratePerSecond: PAGES_PER_SECOND,
    signal: reading,
    pause: (ms) => deps.pause(ms, reading),
    onProgress: () => {},
  }).catch((error: unknown) => ({ kind: 'broken' as const, error }));
  const stateKey = `states/${newId()}`;
  await bucket.writeLines(stateKey, savedLines(state, of), calls);
  // Done, it is this run's still: the report is next.
  const held = end.kind === 'done' ? note.running.freeAtMs : audit.clock.now();
  const freeAtMs = end.kind === 'waiting' ? end.untilMs : held;
  const saved = { ...note, running: { startedAtMs: state.startedAtMs, stateKey, freeAtMs } };
  const written = await bucket.writeNote(noteText(saved, newId()), eTag, calls);
  if (written.kind === 'lost') return written;
  if (end.kind !== 'done') return { kind: 'saved', state, why: end };
  return report(state, { note: saved, eTag: written.eTag }, calls, deps);
}

/** One of other rules of groups, say, is begun again: the stack was deployed since. */
async function load(
  { stateKey, startedAtMs }: RunningAudit,
  of: AuditOf,
  signal: AbortSignal,
  { bucket, audit }: NightlyDeps,
): Promise<AuditState> {
  if (stateKey === undefined) return newAuditState(startedAtMs);
  try {
    return await readSaved(await bucket.readLines(stateKey, signal), of);
  } catch (error) {
    if (error instanceof SavedAuditError) return newAuditState(audit.clock.now());
    throw error;
  }
}

/** After a kill at any point of it, the next run makes the same report of the saved audit. */
async function report(
  state: AuditState,
  { note, eTag }: { readonly note: Note; readonly eTag: string },
  signal: AbortSignal,
  { bucket, audited, newId, onReport }: NightlyDeps,
): Promise<NightlyEnd> {
  const made = reportOf(state, audited, REPORT);
  const { text, sha256 } = reportFile(made);
  const key = `reports/${made.startedAt.replaceAll(':', '-')}.txt`;
  await bucket.writeOnce(key, text, signal);
  onReport({ report: made, key, sha256 });
  const endedAtMs = state.endedAtMs ?? state.startedAtMs;
  const last = { endedAtMs, findings: made.findings.length, reportKey: key };
  const done = noteText({ sinceMs: note.sinceMs, last }, newId());
  const written = await bucket.writeNote(done, eTag, signal);
  return { kind: written.kind === 'lost' ? 'lost' : 'done' };
}
