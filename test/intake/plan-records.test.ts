import { describe, expect, test } from '@jest/globals';
import { planRecords } from '../../src/intake/plan-records.ts';

const NOW_MS = Date.parse('2026-03-02T08:00:00Z');
const MINUTE_MS = 60_000;
const ASKED_AT_MS = NOW_MS - MINUTE_MS;
const KEY = 'mark#1';

/** A record with content `b`, where the mark has the time and the content. */
function planOver(markedAtMs: number, content = 'a') {
  const mark = { key: KEY, content, askedAtMs: markedAtMs, sentForMs: markedAtMs };
  const records = [{ key: KEY, content: 'b' }];
  return planRecords(records, new Map([[KEY, mark]]), { askedAtMs: ASKED_AT_MS }, NOW_MS)[0];
}

describe('a mark that says a later time', () => {
  test('supersedes a record as far as clocks differ', () => {
    expect(planOver(NOW_MS + 15 * MINUTE_MS)).toMatchObject({ standing: 'superseded' });
  });

  test('keeps nothing from being sent where it lies further ahead: whoever wrote it, HR did not ask then', () => {
    expect(planOver(NOW_MS + 15 * MINUTE_MS + 1)).toMatchObject({
      standing: 'changed',
      write: { mark: { content: 'b', askedAtMs: ASKED_AT_MS } },
    });
  });

  test('is set right where the same was sent', () => {
    expect(planOver(NOW_MS + 400 * 24 * 60 * MINUTE_MS, 'b')).toMatchObject({
      standing: 'known',
      write: { mark: { content: 'b', askedAtMs: ASKED_AT_MS } },
    });
  });
});
