import { expect, test } from '@jest/globals';
import { createReplayPace } from '../../src/operator/send/replay-pace.ts';

function paceAfter(ends: string, maxPerSecond = 100) {
  const pace = createReplayPace(maxPerSecond);
  const byLetter = { d: 'done', f: 'failed', s: 'stalled' } as const;
  for (const end of ends) pace.record(byLetter[end as keyof typeof byLetter]);
  return pace;
}

test.each([
  ['starts with one a second', '', 1],
  ['stays slow until ten messages have ended', 'ddddddddd', 1],
  ['is twice as fast after ten that were done', 'dddddddddd', 2],
  ['counts one failure in ten as low', 'dddddddddf', 2],
  ['keeps doubling', 'd'.repeat(30), 8],
  ['is half as fast when more fail', `${'d'.repeat(20)}ddddffdddd`, 2],
  ['counts messages that stall as failed', `${'d'.repeat(20)}ddddssdddd`, 2],
])('a replay %s', (_what, ends, ratePerSecond) => {
  expect(paceAfter(ends).ratePerSecond()).toBe(ratePerSecond);
});

test('a replay is never faster than it may be', () => {
  expect(paceAfter('d'.repeat(100), 5).ratePerSecond()).toBe(5);
  expect(paceAfter('', 0.5).ratePerSecond()).toBe(0.5);
});

test.each([
  ['ffff', false],
  ['fffff', true],
  ['fsfsf', true],
  ['ddfff', true],
  ['dddff', false],
  [`${'d'.repeat(40)}fffff`, true],
])('after %s, that a replay must stop is %s', (ends, mustStop) => {
  expect(paceAfter(ends).stoppedBy() !== undefined).toBe(mustStop);
});

test.each([
  ['fsfsf', { done: 0, failed: 3, stalled: 2 }],
  ['sssss', { done: 0, failed: 0, stalled: 5 }],
  [`${'d'.repeat(40)}ddfff`, { done: 2, failed: 3, stalled: 0 }],
  ['fffffdds', { done: 0, failed: 5, stalled: 0 }],
])('after %s, it says which of the last messages stopped it', (ends, judged) => {
  expect(paceAfter(ends).stoppedBy()).toEqual(judged);
});
