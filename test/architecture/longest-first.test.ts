import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { LONGEST } from '../support/jest/longest-first.ts';

test.each(LONGEST)('the suite begins with a file that there is: %s', (name) => {
  expect(existsSync(join('test', name))).toBe(true);
});
