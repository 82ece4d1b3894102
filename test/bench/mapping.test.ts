import { expect, test } from '@jest/globals';
import { measureFile } from '../../bench/parts/mapping/measure-file.ts';
import { mappingBudgets } from '../../bench/parts/mapping/measure-mapping.ts';

test.each(['csv', 'json'] as const)(
  'a file of %s is mapped in memory that does not grow with it',
  async (format) => {
    const measured = [await measureFile(format, 1_000), await measureFile(format, 8_000)];

    expect(mappingBudgets(measured).filter(({ isMet }) => !isMet)).toEqual([]);
  },
);
