import { InvalidArgumentError } from 'commander';
import { unitsMs } from '../duration.ts';

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** In UTC, to the second. */
export function timeText(epochMs: number): string {
  return new Date(epochMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

/** The time at which a hire is due: the day alone where it is due as the day begins in UTC. */
export function dueText(epochMs: number): string {
  return timeText(epochMs).replace(' 00:00:00Z', '');
}

export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** `90m`, `2h`, `3d` ago, or a date that JavaScript reads; epoch milliseconds. */
export function sinceOption(text: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const timeMs =
    unit === undefined
      ? Date.parse(text)
      : Date.now() - Number(amount) * unitsMs[unit as keyof typeof unitsMs];
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new InvalidArgumentError(
    'It must be an age such as 90m, 2h or 3d, or a date such as 2026-11-02.',
  );
}

export function rateOption(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 1000) return rate;
  throw new InvalidArgumentError(
    'It must be a number of messages a second, above 0 and up to 1000.',
  );
}

export function pagesOption(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 1000) return rate;
  throw new InvalidArgumentError('It must be a number of pages a second, above 0 and up to 1000.');
}

export function maxNewOption(text: string): number {
  const people = Number(text);
  if (/^\d+$/.test(text) && people <= 100_000) return people;
  throw new InvalidArgumentError('It must be a whole number of people, from 0 to 100000.');
}

export function minutesOption(text: string): number {
  const minutes = Number(text);
  if (text !== '' && minutes >= 0 && minutes <= 20_160) return minutes;
  throw new InvalidArgumentError('It must be a number of minutes, from 0 to 20160.');
}

export function secondsOption(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It must be a number of seconds, above 0 and up to 86400.');
}
