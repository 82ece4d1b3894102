import { describe, expect, test } from '@jest/globals';
import { type StoreCalls, search } from './store-calls.ts';

/** How far a search of the directory came. */
export function describeSaveSearch({
  claim,
  complete,
  fail,
  saveSearch,
  read,
  creating,
}: StoreCalls): void {
  describe('saveSearch', () => {
    test('how far the directory was searched is kept', async () => {
      await claim();

      const answer = await saveSearch(1);

      expect(answer).toEqual({ kind: 'saved' });
      expect(await read()).toEqual(creating({ search }));
    });

    test('a search that starts from the beginning leaves no position behind', async () => {
      await claim();
      await saveSearch(1);
      const { position: _, ...anew } = search;

      await saveSearch(1, anew);

      expect(await read()).toEqual(creating({ search: anew }));
    });

    test('the next claim keeps how far the directory was searched', async () => {
      await claim();
      await saveSearch(1);

      const answer = await claim();

      expect(answer).toEqual({ kind: 'claimed', record: creating({ attempts: 2, search }) });
    });

    test('an older attempt does not move the search of a newer one', async () => {
      await claim();
      await claim();

      const answer = await saveSearch(1);

      expect(answer).toEqual({ kind: 'refused' });
      expect(await read()).toEqual(creating({ attempts: 2 }));
    });

    test('a provisioned person is not searched for', async () => {
      await claim();
      await complete();

      expect(await saveSearch(1)).toEqual({ kind: 'refused' });
    });

    test.each([
      ['is provisioned', () => complete()],
      ['fails', () => fail()],
    ])('the search position goes when the person %s', async (_, end) => {
      await claim();
      await saveSearch(1);

      await end();

      expect(await read()).not.toHaveProperty('search');
    });
  });
}
