import { expect, test } from '@jest/globals';
import { rawRefusal } from '../../src/operator/failed/raw-refusal.ts';
import { PROVENANCE } from '../support/operator/hire-plans.ts';

test('a message with more records than the intake takes is refused again', async () => {
  const rows = Array.from({ length: 501 }, (_, index) => `${index},p${index}@example.com,Active`);
  const body = ['Employee #,Work Email,Status', ...rows].join('\n');
  const { digests } = PROVENANCE;

  expect(await rawRefusal({ source: 'bamboohr', body }, { digests } as never)).toEqual({
    code: 'unreadable-file',
    message: 'must have at most 500 records; put more of them into the bucket, as a file',
  });
});
