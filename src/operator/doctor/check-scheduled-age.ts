import { durationText, unitsMs } from '../duration.ts';
import { placesOf } from '../stack/list-scheduled.ts';
import type { Stack } from '../stack/stack.ts';
import { type Finding, ok, problem } from './finding.ts';

/** The sweep sends what is due every 15 minutes: an hour is four of its runs. */
const OVERDUE_AFTER_MS = unitsMs.h;
/** More are not counted. */
const MOST_COUNTED = 1000;

/** Whether hires still wait whose day came more than an hour ago. The index has no personal data, and only it is read. */
export async function checkScheduledAge(
  stack: Stack,
  nowMs: number,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const check = 'scheduled-age';
  const dueByMs = nowMs - OVERDUE_AFTER_MS;
  const { places, next } = await placesOf(stack, { limit: MOST_COUNTED, dueByMs, signal });
  const [first] = places;
  if (first === undefined) return [ok(check, 'no hire is due for over an hour and not released')];
  const count = `${places.length}${next ? ' or more' : ''} due for over an hour and not released`;
  return [
    problem(
      check,
      `${count}, the first for ${durationText(nowMs - first.dueAtMs)}`,
      'Check the function that releases due hires, and its schedule; joiner scheduled release WHO sends one now.',
    ),
  ];
}
