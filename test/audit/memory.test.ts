import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const PEOPLE = 100_000;
/** A record that is kept whole takes 6,000, and an account 2,000. */
const MOST_BYTES_EACH = 900;

test('an audit of 100,000 people keeps their keys and ids, and neither records nor accounts', async () => {
  const program = 'test/audit/audit-in-memory.ts';
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    program,
    String(PEOPLE),
  ]);

  const { bytesEach, ...counts } = JSON.parse(stdout);
  expect(counts).toEqual({ checked: PEOPLE, accounts: PEOPLE });
  expect(bytesEach).toBeLessThan(MOST_BYTES_EACH);
});
