import { expect, test } from '@jest/globals';
import { marksOutOfOrder } from '../support/bodies/marks-out-of-order.ts';
import { readBody } from '../support/bodies/read-body.ts';
import { leastCpuMs } from '../support/time/least-cpu-ms.ts';

/** Bodies that grow, each in what a careless reader would go over again and again. */
const GROWING: readonly (readonly [string, (size: number) => string])[] = [
  ['arrays in one another', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2)],
  ['objects in one another', (size) => `${'{"a":'.repeat(size / 6)}1${'}'.repeat(size / 6)}`],
  [
    'envelopes in one another',
    (size) => `${'{"specversion":"1.0","data":'.repeat(size / 29)}1${'}'.repeat(size / 29)}`,
  ],
  ['an address of dots', (size) => address('a.'.repeat(size / 2))],
  ['an address of at signs', (size) => address('a@'.repeat(size / 2))],
  ['an address that almost ends', (size) => address(`a@${'a.'.repeat(size / 2)}`)],
  ['an address of hyphens in its domain', (size) => address(`a@${'a-'.repeat(size / 2)}`)],
  [
    'an address of at signs and a domain outside ASCII',
    (size) => address(`${'a@'.repeat(size / 2)}ä`),
  ],
  ['an address in blanks', (size) => address(`${' '.repeat(size / 2)}a${' '.repeat(size / 2)}`)],
  ['a name of blanks', (size) => hire(`"firstName":"${' '.repeat(size)}"`)],
  ['a name of letters', (size) => hire(`"firstName":"${'ä'.repeat(size / 2)}"`)],
  ['a name of invisible characters', (size) => hire(`"firstName":"${'\u200b'.repeat(size / 3)}"`)],
  ['a name of marks out of order', (size) => hire(`"firstName":"${marksOutOfOrder(size)}"`)],
  ['a role of dashes', (size) => hire(`"apiAccessPrincipalArn":"arn:aws${'-'.repeat(size)}"`)],
  ['a request id', (size) => hire(`"requestId":"${'r'.repeat(size)}"`)],
  ['unknown fields', (size) => hire(many(size / 10, (index) => `"f${index}":1`))],
  ['one field again and again', (size) => hire(many(size / 7, () => '"a":1'))],
  ['escaped characters', (size) => hire(`"note":"${'\\u0041'.repeat(size / 6)}"`)],
];
const SMALL = 2 ** 12;
const LARGE = 2 ** 15;

test.each(GROWING)(
  'the time to read %s grows with the size of the body, not with its square',
  (_, bodyOf) => {
    const small = cpuMsToRead(bodyOf(SMALL));
    const large = cpuMsToRead(bodyOf(LARGE));

    // Eight times the size: a square would be 64 times the time, of a floor that clocks can tell.
    expect(large).toBeLessThan(16 * Math.max(small, 0.5));
  },
);

function cpuMsToRead(body: string): number {
  return leastCpuMs(() => readBody(body));
}

function address(text: string): string {
  return `{"emailAddress":"${text}"}`;
}

function hire(field: string): string {
  return `{"emailAddress":"zaphod@example.com",${field}}`;
}

function many(count: number, fieldOf: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => fieldOf(index)).join(',');
}
