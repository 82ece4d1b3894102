import { jest, test } from '@jest/globals';
import type { Counterpart } from './counterparts.ts';

/** For one test or hook: programs of others may take their time to start, and do so on a busy machine. */
const COUNTERPART_TIMEOUT_MS = 180_000;

/** Declares the tests that need a counterpart; where it is not there, one skipped test that says what is missing. */
export function withCounterpart(counterpart: Counterpart, name: string, tests: () => void): void {
  const presence = counterpart.find();
  if ('version' in presence) {
    jest.setTimeout(COUNTERPART_TIMEOUT_MS);
    tests();
    return;
  }
  test.skip(`${name} (skipped: no ${presence.missing})`, () => {});
}

/** One test that needs a counterpart. */
export function testWith(counterpart: Counterpart, name: string, run: () => Promise<void>): void {
  withCounterpart(counterpart, name, () => test(name, run));
}
