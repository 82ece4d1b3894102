import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { LocalFunction } from '../../../local/emulators/lambda/function.ts';
import { createSchedule, everyMsOf } from '../../../local/emulators/schedule.ts';

const MINUTE_MS = 60_000;

test.each([
  ['rate(15 minutes)', 15 * MINUTE_MS],
  ['rate(1 minute)', MINUTE_MS],
  ['rate(2 hours)', 120 * MINUTE_MS],
  ['rate(1 day)', 1_440 * MINUTE_MS],
  ['cron(0 3 * * ? *)', undefined],
])('%s is every %s milliseconds', (expression, everyMs) => {
  expect(everyMsOf(expression)).toBe(everyMs);
});

describe('a schedule', () => {
  afterEach(() => void jest.useRealTimers());

  /** Counts its runs; each takes until it is let go. */
  function countingFunction() {
    const runs: PromiseWithResolvers<void>[] = [];
    const events: unknown[] = [];
    const target = {
      async invoke(event: unknown) {
        events.push(event);
        const run = Promise.withResolvers<void>();
        runs.push(run);
        await run.promise;
        return { kind: 'returned', payload: null };
      },
    } as unknown as LocalFunction;
    return { target, runs, events };
  }

  test('starts the function at once, and then at its rate, until it is stopped', async () => {
    jest.useFakeTimers();
    const { target, runs } = countingFunction();
    const schedule = createSchedule(15 * MINUTE_MS, target);

    schedule.start();
    expect(runs).toHaveLength(1);
    jest.advanceTimersByTime(31 * MINUTE_MS);
    expect(runs).toHaveLength(3);

    for (const { resolve } of runs) resolve();
    await schedule.stop();
    jest.advanceTimersByTime(60 * MINUTE_MS);
    expect(runs).toHaveLength(3);
  });

  test('sends the event of a schedule, or the input that its target has instead', async () => {
    const { target, runs, events } = countingFunction();
    const schedules = [
      createSchedule(MINUTE_MS, target),
      createSchedule(MINUTE_MS, target, '{"audit":"begin"}'),
    ];

    for (const schedule of schedules) schedule.start();
    for (const { resolve } of runs) resolve();
    for (const schedule of schedules) await schedule.stop();

    expect(events).toEqual([
      expect.objectContaining({ 'detail-type': 'Scheduled Event' }),
      { audit: 'begin' },
    ]);
  });
});
