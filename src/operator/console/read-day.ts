import { findLogLines, holdingOneOf, type LogLine } from '../changes/find-log-lines.ts';
import { unitsMs } from '../duration.ts';
import { readStackSettings, type Stack } from '../stack/stack.ts';

/** What became of the requests of 24 hours, this one included, by the log of the function. */
export interface Day {
  /** Accounts that are ready. */
  readonly ready: number;
  /** Hires that were put aside until their day. */
  readonly scheduled: number;
  /** From sending to ready, of half of them; absent where none is ready. */
  readonly medianMs?: number;
  /** Of 24 hours, the last one last. */
  readonly hours: readonly Hour[];
}

export interface Hour {
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly ready: number;
  /** Refused, or given up, and not ready since. */
  readonly failed: number;
}

type Outcome = 'ready' | 'scheduled' | 'failed';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  provisioned: 'ready',
  scheduled: 'scheduled',
  rejected: 'failed',
  'handed over to the dead-letter queue': 'failed',
};
const HOURS = 24;

export async function readDay(stack: Stack, nowMs: number, signal: AbortSignal): Promise<Day> {
  const startMs = Math.floor(nowMs / unitsMs.h + 1 - HOURS) * unitsMs.h;
  const { logGroupName } = await readStackSettings(stack);
  const patterns = holdingOneOf(Object.keys(OUTCOMES));
  const lines = await findLogLines(stack, logGroupName, patterns, signal, startMs);
  return dayOf(lines, startMs);
}

/** A request counts once, by its last outcome: one that failed and was corrected is ready. */
export function dayOf(lines: readonly LogLine[], startMs: number): Day {
  const ends = new Map<string, { readonly outcome: Outcome; readonly line: LogLine }>();
  for (const line of lines.toSorted((one, other) => one.atMs - other.atMs)) {
    const outcome = OUTCOMES[String(line.facts['message'])];
    const request = String(line.facts['requestId']);
    // An account that is there stays: another message about the request changes nothing.
    if (outcome === undefined || line.atMs < startMs || ends.get(request)?.outcome === 'ready')
      continue;
    ends.set(request, { outcome, line });
  }
  const all = [...ends.values()];
  const of = (outcome: Outcome) => all.filter((end) => end.outcome === outcome);
  const times = of('ready').map(({ line }) => Number(line.facts['millisecondsSinceSent']));
  const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
  return {
    ready: of('ready').length,
    scheduled: of('scheduled').length,
    ...(median !== undefined && { medianMs: median }),
    hours: Array.from({ length: HOURS }, (_, hour) => {
      const from = startMs + hour * unitsMs.h;
      const inHour = (outcome: Outcome) =>
        of(outcome).filter(({ line }) => line.atMs >= from && line.atMs < from + unitsMs.h).length;
      return { startMs: from, ready: inHour('ready'), failed: inHour('failed') };
    }),
  };
}
