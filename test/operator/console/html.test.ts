import { describe, expect, test } from '@jest/globals';
import { exactTime, timeOf } from '../../../src/operator/console/html.ts';

const NOW_MS = Date.UTC(2026, 10, 30, 8);

describe('a time', () => {
  test.each([
    ['before now', NOW_MS - 180_000, '3 min ago'],
    ['after now', NOW_MS + 180_000, 'in 3 min'],
  ])('%s is shown by its distance', (_, epochMs, text) => {
    expect(String(timeOf(epochMs, NOW_MS))).toContain(`>${text}</time>`);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.7e15])(
    'that is none is shown as unknown: %d',
    (epochMs) => {
      const shown = [String(timeOf(epochMs, NOW_MS)), exactTime(epochMs)];

      expect(shown).toEqual(['at an unknown time', 'at an unknown time']);
    },
  );
});
