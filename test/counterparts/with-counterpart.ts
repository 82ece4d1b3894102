import { test } from '@jest/globals';
import type { Counterpart } from './counterparts.ts';

/** Declares the tests that need a counterpart; where it is not there, one skipped test that says what is missing. */
export function withCounterpart(counterpart: Counterpart, name: string, tests: () => void): void {
  const presence = counterpart.find();
  if ('version' in presence) tests();
  else test.skip(`${name} (skipped: no ${presence.missing})`, () => {});
}

/** One test that needs a counterpart. */
export function testWith(
  counterpart: Counterpart,
  name: string,
  run: () => Promise<void>,
  timeoutMs: number,
): void {
  withCounterpart(counterpart, name, () => test(name, run, timeoutMs));
}
