import { expect, test } from '@jest/globals';
import { createBearerToken } from '../../../src/targets/scim/bearer-token.ts';

const inTime = new AbortController().signal;

test('a token that many calls were refused with at once is read anew once', async () => {
  const stored = ['old', 'new', 'read too often'];
  const token = createBearerToken(async () => stored.shift() ?? '');
  await token.current(inTime);

  const renewed = Array.from({ length: 5 }, () => token.renewed('old', inTime));

  expect(await Promise.all(renewed)).toEqual(Array(5).fill('new'));
  expect(stored).toEqual(['read too often']);
});
