import { describe, expect, test } from '@jest/globals';
import { type DateOrder, readDate } from '../../src/sources/expressions/dates.ts';

describe('a date is read', () => {
  test.each<[string, DateOrder | undefined, string]>([
    ['2026-11-02', undefined, '2026-11-02'],
    [' 2026-11-02 ', undefined, '2026-11-02'],
    ['2026-11-02T00:00:00.000Z', undefined, '2026-11-02'],
    ['2026-11-02T00:00:00+01:00', undefined, '2026-11-02'],
    ['2026-11-02-08:00', undefined, '2026-11-02'],
    ['2026-11-02Z', undefined, '2026-11-02'],
    ['2026-11-02 08:30', undefined, '2026-11-02'],
    ['/Date(1793577600000)/', undefined, '2026-11-02'],
    ['/Date(1793577600000+0060)/', undefined, '2026-11-02'],
    ['/Date(-86400000)/', undefined, '1969-12-31'],
    ['12/01/2026', 'MDY', '2026-12-01'],
    ['12/01/2026', 'DMY', '2026-01-12'],
    ['1/2/2026', 'DMY', '2026-02-01'],
    ['2026/12/01', 'MDY', '2026-12-01'],
    ['12-01-2026', 'MDY', '2026-12-01'],
    ['12/01/26', 'MDY', '2026-12-01'],
    ['26/12/01', 'YMD', '2026-12-01'],
    ['02.11.2026', 'MDY', '2026-11-02'],
    ['02.11.2026', undefined, '2026-11-02'],
    ['12/01/2026 00:00:00', 'MDY', '2026-12-01'],
    ['01-Dec-2026', undefined, '2026-12-01'],
    ['1 December 2026', undefined, '2026-12-01'],
    ['Dec 1, 2026', undefined, '2026-12-01'],
    ['29/02/2028', 'DMY', '2028-02-29'],
  ])('%s, in the order %s', (text, order, date) => {
    expect(readDate(text, order)).toBe(date);
  });
});

describe('a date is refused', () => {
  test.each<[string, DateOrder | undefined, string]>([
    ['12/01/2026', undefined, 'whose order is not stated; add dates: MDY or dates: DMY'],
    ['13/01/2026', 'MDY', 'must be a day of the calendar'],
    ['29/02/2027', 'DMY', 'must be a day of the calendar'],
    ['2026-02-30', undefined, 'must be a day of the calendar'],
    ['soon', 'MDY', 'must be a date, such as 2026-11-02'],
    ['46328', 'MDY', 'must be a date, such as 2026-11-02'],
    ['02 Foo 2026', undefined, 'must be a day of the calendar'],
    ['/Date(99999999999999)/', undefined, 'must be a date, such as 2026-11-02'],
    ['', 'MDY', 'must be a date, such as 2026-11-02'],
  ])('%s, in the order %s: %s', (text, order, rule) => {
    expect(() => readDate(text, order)).toThrow(rule);
  });
});
