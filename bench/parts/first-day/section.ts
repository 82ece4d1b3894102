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

${hires} hires are in the queue when the packaged handler starts, with the concurrency that it is packaged with. The directory allows ${allowed.perSecond} creations per second, with bursts of ${allowed.burst} after a pause, and answers ThrottlingException beyond that. No setting gives Joiner this limit, and no instance knows of the others. The latencies are the same as above (FinSpace ${addedMs.directory} ms).

It took ${durationSeconds.toFixed(0)} seconds, ${invocations} invocations and ${lambdaSeconds.toFixed(0)} seconds of Lambda; a message was received ${(day.receives / hires).toFixed(3)} times on average. How Joiner finds the pace, and which alternatives were tried: [decision 3](../decisions/0003-pacing.md).
`;
}
