import { expect, test } from '@jest/globals';
import { headersAmong } from '../../src/sources/files/csv-header.ts';
import { marksOutOfOrder } from '../support/bodies/marks-out-of-order.ts';
import { leastCpuMs } from '../support/time/least-cpu-ms.ts';

const columns = { headers: new Map([['emailAddress', ['E-mail']]]), needed: ['emailAddress'] };

test('the time to match a row with headers grows with its size, not with its square', () => {
  const small = cpuMsToMatch(marksOutOfOrder(2 ** 12));
  const large = cpuMsToMatch(marksOutOfOrder(2 ** 15));

  // As in the test of the time to read a body.
  expect(large).toBeLessThan(16 * Math.max(small, 0.5));
});

function cpuMsToMatch(cell: string): number {
  return leastCpuMs(() => headersAmong([{ line: 1, cells: [cell] }], columns));
}
