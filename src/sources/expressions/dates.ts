import { MappingError } from '../fault.ts';

/** The order of day, month and year in dates such as 11/02/2026. */
export const DATE_ORDERS = ['MDY', 'DMY', 'YMD'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** A date, with or without a time or an offset: `2026-11-02-08:00` is Workday's. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:$|[TZ ]|[+-]\d{2}:\d{2}$)/;
/** OData version 2: milliseconds in UTC, and an offset in minutes that changes nothing about the instant. */
const ODATA = /^\/Date\((-?\d{1,13})(?:[+-]\d{4})?\)\/$/;
const NUMBERS = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:$|[T ,])/;
const DAY_FIRST_WORDS = /^(\d{1,2})[ -]([a-z]{3,9})\.?[ ,-]+(\d{4})$/i;
const MONTH_FIRST_WORDS = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const NO_DATE = 'must be a date, such as 2026-11-02; correct it, or export the column as a date';
const NO_ORDER =
  'is a date of numbers, whose order is not stated; add dates: MDY or dates: DMY to the source file';
const NO_DAY =
  'must be a day of the calendar, in the order of the source file; correct it or its dates';

/**
 * A date as HR systems write it, as `YYYY-MM-DD`. A date-time counts with the date that it is written with.
 * @throws {MappingError}
 */
export function readDate(text: string, order: DateOrder | undefined): string {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const odata = ODATA.exec(trimmed);
  if (odata) return new Date(Number(odata[1])).toISOString().slice(0, 10);
  const numbers = NUMBERS.exec(trimmed);
  if (numbers) return dayOf(...inOrder(numbers, order));
  const dayFirst = DAY_FIRST_WORDS.exec(trimmed);
  if (dayFirst) return dayOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = MONTH_FIRST_WORDS.exec(trimmed);
  if (monthFirst) return dayOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]);
  throw new MappingError(NO_DATE);
}

type YearMonthDay = [string | undefined, string | undefined, string | undefined];

function inOrder(
  [, first, separator, second, third]: RegExpExecArray,
  order: DateOrder | undefined,
): YearMonthDay {
  if (first?.length === 4) return [first, second, third];
  // With dots, the day comes first wherever dates are written so.
  const stated = separator === '.' ? 'DMY' : order;
  if (stated === undefined) throw new MappingError(NO_ORDER);
  if (stated === 'MDY') return [third, first, second];
  if (stated === 'DMY') return [third, second, first];
  return [first, second, third];
}

function monthOf(word = ''): string {
  return String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1);
}

function dayOf(year = '', month = '', day = ''): string {
  const fullYear = year.length === 2 ? `20${year}` : year;
  const text = `${fullYear}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for a day of March.
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (!isDay) throw new MappingError(NO_DAY);
  return text;
}
