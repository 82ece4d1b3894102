import { describe, expect, test } from '@jest/globals';
import { retry } from '../../src/provisioning/hire-result.ts';
import { visibilitySecondsOf } from '../../src/sqs/visibility.ts';

const backoff = { baseSeconds: 30, maxSeconds: 3600 };
const least = () => 0;
const most = () => 1 - Number.EPSILON;
const afterFailures = (failures: number, random: () => number) =>
  visibilitySecondsOf(retry('throttled', { kind: 'backoff', failures }), 1, backoff, random);

describe('a backoff', () => {
  test.each([
    [1, 15, 30],
    [2, 30, 60],
    [5, 240, 480],
    [8, 1800, 3600],
    [90, 1800, 3600],
  ])('a backoff after %i failures is between %i and %i seconds', (failures, atLeast, atMost) => {
    expect([afterFailures(failures, least), afterFailures(failures, most)]).toEqual([
      atLeast,
      atMost,
    ]);
  });

  test.each([
    [1, 30],
    [90, 95],
  ])('a backoff is no shorter than a Retry-After of %i s', (retryAfterSeconds, expected) => {
    const wait = { kind: 'backoff', failures: 1, retryAfterMs: retryAfterSeconds * 1000 } as const;
    expect(visibilitySecondsOf(retry('throttled', wait), 1, backoff, most)).toBe(expected);
  });

  test('a backoff goes by the receives where no record counts the failures', () => {
    const seconds = visibilitySecondsOf(
      retry('table-unavailable', { kind: 'backoff' }),
      3,
      backoff,
      least,
    );
    expect(seconds).toBe(60);
  });
});

describe('a requested wait', () => {
  const secondsAfter = (waitMs: number, random: () => number) =>
    visibilitySecondsOf(retry('lease-held', { kind: 'at-least', waitMs }), 1, backoff, random);

  test('a requested wait is kept, with 1 to 5 seconds more', () => {
    expect([secondsAfter(40_001, least), secondsAfter(40_001, most)]).toEqual([42, 46]);
  });

  test('a requested wait never exceeds what SQS allows', () => {
    expect(secondsAfter(1e12, most)).toBe(43_000);
  });
});

test('what was not started returns in 1 to 5 seconds', () => {
  const soon = retry('out-of-time', { kind: 'soon' });
  expect([
    visibilitySecondsOf(soon, 90, backoff, least),
    visibilitySecondsOf(soon, 90, backoff, most),
  ]).toEqual([1, 5]);
});
