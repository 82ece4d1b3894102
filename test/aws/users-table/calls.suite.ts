import { describe, expect, test } from '@jest/globals';
import { search, signal } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

/** The calls of DynamoDB that a transition costs, and what becomes of one that fails. */
export function describeCalls(table: TableHarness): void {
  const { calls, item, operations, personKey, store } = table;
  const { claimOf, completionOf, failureOf } = calls;
  const { claim, otherClaim, complete, fail, reopen, saveSearch } = calls;

  describe('what it costs', () => {
    test('a new hire costs two writes and no read', async () => {
      await claim();
      await complete();

      expect(operations()).toEqual(['UpdateItem', 'UpdateItem']);
    });

    test('a refused claim costs one write and no read', async () => {
      await claim();
      operations().length = 0;

      await otherClaim();

      expect(operations()).toEqual(['UpdateItem']);
    });

    test.each([
      ['a refused completion', () => complete({ userId: 'user-2' })],
      ['a refused failure', () => fail()],
      ['a refused search', () => saveSearch(1)],
      ['a refused reopening', () => reopen({}, { userId: 'user-0' })],
      ['a reopening', () => reopen()],
    ])('%s costs one write and no read', async (_, transition) => {
      await claim();
      await complete();
      operations().length = 0;

      await transition();

      expect(operations()).toEqual(['UpdateItem']);
    });

    test.each([
      ['a failure', () => fail()],
      ['a search', () => saveSearch(1)],
    ])('%s costs one write and no read', async (_, transition) => {
      await claim();
      operations().length = 0;

      await transition();

      expect(operations()).toEqual(['UpdateItem']);
    });
  });

  describe('trouble', () => {
    test.each([
      ['claim', (away: ReturnType<typeof store>) => away.claim(claimOf(), signal)],
      ['complete', (away: ReturnType<typeof store>) => away.complete(completionOf(), signal)],
      ['fail', (away: ReturnType<typeof store>) => away.fail(failureOf(), signal)],
      [
        'reopen',
        (away: ReturnType<typeof store>) => away.reopen(claimOf(), { userId: 'user-1' }, signal),
      ],
      [
        'saveSearch',
        (away: ReturnType<typeof store>) => away.saveSearch(personKey(), 1, search, signal),
      ],
      ['read', (away: ReturnType<typeof store>) => away.read(personKey(), signal)],
    ])('%s throws what DynamoDB says when it is no failed condition', async (_, call) => {
      const away = store('no-such-table');

      await expect(call(away)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    test('an aborted signal stops a call', async () => {
      const aborted = AbortSignal.abort();

      await expect(store().claim(claimOf(), aborted)).rejects.toMatchObject({
        name: 'AbortError',
      });
      expect(await item()).toBeUndefined();
    });
  });
}
