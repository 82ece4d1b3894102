import { expect, test } from '@jest/globals';
import { dayOf } from '../../../src/operator/console/read-day.ts';

const START_MS = Date.parse('2026-11-30T00:00:00Z');
const HOUR_MS = 3_600_000;

function line(message: string, requestId: string, hour: number, facts: object = {}) {
  return { atMs: START_MS + hour * HOUR_MS, facts: { message, requestId, ...facts } };
}

test('a request that was refused, then corrected, counts once, as ready', () => {
  const day = dayOf([line('rejected', 'R-1', 3), line('provisioned', 'R-1', 5)], START_MS);

  expect(day.ready).toBe(1);
  expect(day.hours.filter(({ failed }) => failed > 0)).toEqual([]);
});

test('a request with an account stays ready, whatever another message about it comes to', () => {
  const lines = [line('provisioned', 'R-1', 3), line('rejected', 'R-1', 5)];

  expect(dayOf(lines, START_MS).ready).toBe(1);
});

test('a message that is retried has no outcome yet', () => {
  const day = dayOf([line('retry later', 'R-1', 3)], START_MS);

  expect(day).toMatchObject({ ready: 0, scheduled: 0 });
});

test('what is older is not counted', () => {
  expect(dayOf([line('provisioned', 'R-1', -1)], START_MS).ready).toBe(0);
});

test('each outcome is in its hour', () => {
  const given = 'handed over to the dead-letter queue';

  const { hours } = dayOf([line('provisioned', 'R-1', 3.5), line(given, 'R-2', 23.9)], START_MS);

  expect(hours).toHaveLength(24);
  expect(hours[3]).toEqual({ startMs: START_MS + 3 * HOUR_MS, ready: 1, failed: 0 });
  expect(hours[23]).toMatchObject({ ready: 0, failed: 1 });
});

test('the time to ready is that of half of them', () => {
  const lines = [9_000, 1_000, 4_000].map((millisecondsSinceSent, index) =>
    line('provisioned', `R-${index}`, 1, { millisecondsSinceSent }),
  );

  expect(dayOf(lines, START_MS).medianMs).toBe(4_000);
});
