import { addedMs } from '../../latencies.ts';
import type { Rows } from '../../report/figures.ts';
import { markdownTable } from '../../report/markdown-table.ts';
import { allowed, type Day } from './day.ts';

export const FIRST_DAY_HEAD = ['a first day', 'limit', 'measured', ''];

export function sectionOf(day: Day, rows: Rows): string {
  const { hires, durationSeconds, invocations, lambdaSeconds } = day;
  return `## A first day

![Accounts a second against what the directory allows, throttled calls a second, and messages waiting](first-day.svg)

${markdownTable(FIRST_DAY_HEAD, rows)}

${hires} hires stand in the queue when the packaged handler begins, with the concurrency that it is packaged with. The directory allows ${allowed.perSecond} creations a second, ${allowed.burst} at once after a pause, and answers ThrottlingException to what comes faster; no setting tells Joiner so, and no instance knows of the others. The latencies are those of the other figures (FinSpace ${addedMs.directory} ms).

It took ${durationSeconds.toFixed(0)} seconds, ${invocations} invocations and ${lambdaSeconds.toFixed(0)} seconds of Lambda; a message was received ${(day.receives / hires).toFixed(3)} times on average. How the pace is found, and what was tried instead: [decisions/0003-pacing.md](decisions/0003-pacing.md).
`;
}
