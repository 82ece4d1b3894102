import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type BodyStore, createBodyStore } from '../../src/operator/failed/body-store.ts';

const BODIES = ['first', 'zażółć 🙂', ''];
let store: BodyStore;

beforeEach(() => {
  store = createBodyStore(5);
});

afterEach(() => store.close());

test('returns each body as it was kept, in memory or not', () => {
  const reads = BODIES.map((body) => store.keep(body));

  expect(reads.map((read) => read())).toEqual(BODIES);
});

test('leaves no file that another process could open', async () => {
  store.keep('in memory, or else in a file');

  const held = (await readdir(tmpdir())).filter((name) => name.startsWith('joiner-held-'));

  expect(held).toEqual([]);
});

test('returns no body from disk after its end', () => {
  const read = store.keep('on disk');
  store.close();

  expect(read).toThrow('after the end of its hold');
});
