import { describe, expect, test } from '@jest/globals';
import { dueAtMsOf, isTimeZone } from '../../src/provisioning/due-time.ts';

const dueAt = (startDate: string, timeZone = 'UTC', daysBefore = 0) =>
  new Date(dueAtMsOf(startDate, { daysBefore, timeZone })).toISOString();

describe('an account is due', () => {
  test('at the beginning of the first day', () => {
    expect(dueAt('2027-03-01')).toBe('2027-03-01T00:00:00.000Z');
  });

  test('as many days before as the operator has set, over 29 February', () => {
    expect(dueAt('2028-03-01', 'UTC', 1)).toBe('2028-02-29T00:00:00.000Z');
    expect(dueAt('2027-03-01', 'UTC', 1)).toBe('2027-02-28T00:00:00.000Z');
    expect(dueAt('2027-01-03', 'UTC', 7)).toBe('2026-12-27T00:00:00.000Z');
  });

  test('when that day begins in the time zone, in winter and in summer', () => {
    expect(dueAt('2027-03-28', 'Europe/Berlin')).toBe('2027-03-27T23:00:00.000Z');
    expect(dueAt('2027-03-29', 'Europe/Berlin')).toBe('2027-03-28T22:00:00.000Z');
    expect(dueAt('2027-10-31', 'Europe/Berlin')).toBe('2027-10-30T22:00:00.000Z');
    expect(dueAt('2027-11-01', 'Europe/Berlin')).toBe('2027-10-31T23:00:00.000Z');
  });

  test.each([
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    ['Asia/Beirut', '2027-03-28', '2027-03-27T22:00:00.000Z'],
  ])(
    'at one o’clock where clocks are put forward at midnight, in %s',
    (timeZone, day, expected) => {
      expect(dueAt(day, timeZone)).toBe(expected);
    },
  );

  test('at the first of two midnights where clocks are put back at one o’clock', () => {
    expect(dueAt('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z');
  });

  test('in the zones that are farthest from UTC', () => {
    expect(dueAt('2028-02-29', 'Pacific/Kiritimati')).toBe('2028-02-28T10:00:00.000Z');
    expect(dueAt('2027-07-01', 'Pacific/Pago_Pago')).toBe('2027-07-01T11:00:00.000Z');
  });
});

test('only a zone that the runtime knows is one', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true);
  expect(isTimeZone('Middle/Earth')).toBe(false);
  expect(isTimeZone('')).toBe(false);
});
