import type { Audit } from '../../audit/audit.ts';
import { type RunEnd, runAudit } from '../../audit/run-audit.ts';
import { RETRY_CAUSES } from '../../provisioning/hire-result.ts';
import { durationText } from '../duration.ts';
import { unreachableBy } from '../stack/unreachable-error.ts';
import { pauseFor } from './abortable-sleep.ts';
import { progressText } from './audit-text.ts';
import { counted, timeText } from './format.ts';
import type { CommandContext } from './on-stack.ts';

export interface AuditRun {
  readonly ratePerSecond: number;
  readonly nowMs: () => number;
  /** Stores what the audit has so far, if it is to be stored. */
  readonly save: () => Promise<void>;
}

/** Why an audit is not complete; undefined where it is. */
export type NotComplete = string | undefined;

/** Takes an audit to its end, over the wait for the second look. Ctrl-C ends it where it can be continued. */
export async function runToEnd(
  audit: Audit,
  options: AuditRun,
  ctx: CommandContext,
): Promise<NotComplete> {
  const first = await take('Read the table and the directory', audit, options, ctx);
  const end =
    first.kind === 'waiting' ? await waitAndTake(first.untilMs, audit, options, ctx) : first;
  return notCompleteText(end);
}

type End = RunEnd | { readonly kind: 'broken'; readonly error: unknown };

async function waitAndTake(
  untilMs: number,
  audit: Audit,
  options: AuditRun,
  ctx: CommandContext,
): Promise<End> {
  const { terminal, signal } = ctx;
  await options.save();
  const waitMs = Math.max(0, untilMs - options.nowMs());
  const { length } = audit.state.candidates;
  terminal.note(
    `${counted(length, 'difference')} seen. A call may be under way, or reads may lag: they are looked at again at ${timeText(untilMs)}, in ${durationText(waitMs)}.`,
  );
  await terminal.progress('Wait for the second look', () => pauseFor(signal)(waitMs));
  if (signal.aborted) return { kind: 'interrupted' };
  return take('Look again', audit, options, ctx);
}

async function take(
  title: string,
  audit: Audit,
  { ratePerSecond }: AuditRun,
  { terminal, signal }: CommandContext,
): Promise<End> {
  try {
    return await terminal.progress(title, (show) =>
      runAudit(audit, {
        ratePerSecond,
        signal,
        pause: pauseFor(signal),
        onProgress: (state) => show(progressText(state)),
      }),
    );
  } catch (error) {
    return { kind: 'broken', error };
  }
}

function notCompleteText(end: End): NotComplete {
  switch (end.kind) {
    case 'done':
      return undefined;
    case 'waiting':
    case 'interrupted':
      return 'It was interrupted.';
    case 'failed':
      return `The directory could not be read. ${RETRY_CAUSES[end.failure.cause]} [${end.failure.cause}]`;
    case 'broken': {
      const { message } = unreachableBy(end.error) ?? Object(end.error);
      return `The users table could not be read. ${message}`;
    }
  }
}
