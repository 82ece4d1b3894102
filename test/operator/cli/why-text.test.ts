import { expect, test } from '@jest/globals';
import { whyText } from '../../../src/operator/cli/why-text.ts';

test.each([
  ['  asked by HR, INC-4711  ', 'asked by HR, INC-4711'],
  ['ask ada@example.com first', 'ask [address] first'],
  ['see /people/ada%40example.com', 'see [address]'],
  ['see ada%252540example.com', 'see [address]'],
  ['wrong\u001b[2J', 'wrong\ufffd[2J'],
  ['two\nlines', 'two\ufffdlines'],
  ['turned \u202e round', 'turned \ufffd round'],
])('the reason of an operator is one line without an address: %j', (typed, stored) => {
  expect(whyText(typed)).toBe(stored);
});
