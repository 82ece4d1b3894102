import { expect, test } from '@jest/globals';
import { countsText, stoppedText } from '../../../src/operator/cli/failed/replay-text.ts';

test('the counts of a replay are of all its messages', () => {
  const counts = { replayed: 14, done: 3, failed: 2, stalled: 9, toIntake: 0, lost: 0, left: 266 };

  expect(countsText(counts)).toBe(
    '14 replayed: 3 done, 2 failed again, 9 waiting to be retried; 266 left',
  );
});

test('what was given to the intake is counted where there is any', () => {
  const counts = { replayed: 3, done: 1, failed: 0, stalled: 0, toIntake: 2, lost: 0, left: 0 };

  expect(countsText(counts)).toBe(
    '3 replayed: 1 done, 0 failed again, 0 waiting to be retried, 2 given to the intake; 0 left',
  );
});

test.each([
  [{ done: 0, failed: 0, stalled: 5 }, 'Of the last 5 messages, 0 failed again and 5 still wait'],
  [{ done: 4, failed: 5, stalled: 1 }, 'Of the last 10 messages, 5 failed again and 1 still waits'],
])('a stop is explained by the messages that caused it: %j', (judged, text) => {
  expect(stoppedText(judged)).toMatch(new RegExp(`^Stopped\\. ${text} to be retried\\.`));
});
