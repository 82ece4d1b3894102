import { expect, test } from '@jest/globals';
import { rateOf } from '../../../src/operator/console/rate-field.ts';
import { whyOf } from '../../../src/operator/console/why-field.ts';

function formWith(name: string, value: string): FormData {
  const form = new FormData();
  form.set(name, value);
  return form;
}

test.each([
  ['7', 7],
  ['1000', 1_000],
  ['1001', 1_000],
  ['Infinity', 1_000],
  ['0.001', 1],
  ['-3', 1],
  ['0', 5],
  ['many', 5],
  ['', 5],
])('the rate of a replay stays within its bounds: "%s" is %d a second', (typed, rate) => {
  expect(rateOf(formWith('rate', typed))).toBe(rate);
});

test.each([
  ['of 1 character', 'x', 'x'],
  ['of 500 characters', 'x'.repeat(500), 'x'.repeat(500)],
  ['of 501 characters', 'x'.repeat(501), undefined],
  ['of blanks', ' \n ', undefined],
  ['with an address', 'asked by ada@example.com', 'asked by [address]'],
  ['with hidden characters', 'le\u200bft\u202e', 'le\ufffdft\ufffd'],
])('a reason %s is taken as the command line takes it', (_, typed, why) => {
  expect(whyOf(formWith('why', typed))).toBe(why);
});
