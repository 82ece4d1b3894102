import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitJson } from '../../src/sources/files/json-records.ts';
import { createJsonSplitter, type JsonPiece } from '../../src/sources/files/json-splitter.ts';

interface Layout {
  readonly path?: string;
  readonly isLines?: boolean;
  readonly pieceCharacters?: number;
}

async function split(
  text: string,
  { path = '', isLines = false, pieceCharacters = 1e6 }: Layout = {},
) {
  async function* pieces() {
    for (let start = 0; start < text.length; start += pieceCharacters)
      yield text.slice(start, start + pieceCharacters);
  }
  const names = path === '' ? [] : path.split('.');
  const found: JsonPiece[] = [];
  for await (const piece of splitJson(pieces(), { path: names, isLines })) found.push(piece);
  return found;
}

describe('records are taken from', () => {
  test.each<[string, string, Layout, unknown[]]>([
    ['a document', '{"a":1}', {}, [{ line: 1, text: '{"a":1}' }]],
    [
      'an array of documents',
      '[{"a":1},\n{"a":2}]',
      {},
      [
        { line: 1, text: '{"a":1}' },
        { line: 2, text: '{"a":2}' },
      ],
    ],
    [
      'documents one after the other',
      '{"a":1}\n{"a":2}',
      {},
      [
        { line: 1, text: '{"a":1}' },
        { line: 2, text: '{"a":2}' },
      ],
    ],
    [
      'lines',
      '{"a":1}\n\n{"a":2}\n',
      { isLines: true },
      [
        { line: 1, text: '{"a":1}' },
        { line: 3, text: '{"a":2}' },
      ],
    ],
    [
      'a list in a document',
      '{"n":[{"x":1}],"d":{"results":[{"a":1},{"a":[{}]}]},"m":{}}',
      { path: 'd.results' },
      [
        { line: 1, text: '{"a":1}' },
        { line: 1, text: '{"a":[{}]}' },
      ],
    ],
    [
      'a single one in a document',
      '{"data":{"a":1}}',
      { path: 'data' },
      [{ line: 1, text: '{"a":1}' }],
    ],
    [
      'lists in several documents',
      '{"r":[{"a":1}]}\n{"r":[{"a":2}]}',
      { path: 'r' },
      [
        { line: 1, text: '{"a":1}' },
        { line: 2, text: '{"a":2}' },
      ],
    ],
    ['an empty list', '{"r":[]}', { path: 'r' }, []],
    ['an empty array', '[ ]', {}, []],
    ['nothing', ' \n', {}, []],
    [
      'a list whose name stands elsewhere too',
      '{"x":{"r":[{"a":0}]},"y":"r","r":[{"a":1}]}',
      { path: 'r' },
      [{ line: 1, text: '{"a":1}' }],
    ],
    [
      'text with brackets and quotes in it',
      '[{"a":"}]{\\"[,"}]',
      {},
      [{ line: 1, text: '{"a":"}]{\\"[,"}' }],
    ],
  ])('%s', async (_what, text, layout, records) => {
    expect(await split(text, layout)).toEqual(records);
    expect(await split(text, { ...layout, pieceCharacters: 1 })).toEqual(records);
  });
});

describe('a fault is reported, with its line, and the others are read, for', () => {
  test.each<[string, string, Layout, unknown[]]>([
    [
      'a text in the place of a record',
      '["x",\n{"a":1}]',
      {},
      [{ line: 1, fault: 'must be a JSON object' }, { line: 2 }],
    ],
    [
      'a number in the place of a record',
      '{"r":[{"a":1},\n27]}',
      { path: 'r' },
      [{ line: 1 }, { line: 2, fault: 'must be a JSON object' }],
    ],
    [
      'a document without its list',
      '{"a":1}\n{"r":[{"a":2}]}',
      { path: 'r' },
      [{ line: 1, fault: 'must have r' }, { line: 2 }],
    ],
    [
      'a list in the place of an object',
      '{"d":[{"results":1}]}',
      { path: 'd.results' },
      [{ line: 1, fault: 'must have d.results' }],
    ],
    [
      'a record that is never closed',
      '[{"a":1},\n{"a":',
      {},
      [{ line: 1 }, { line: 2, fault: 'never closed' }],
    ],
    [
      'an array that is never closed',
      '[{"a":1},',
      {},
      [{ line: 1 }, { line: 1, fault: 'never closed' }],
    ],
    [
      'a broken line',
      '{"a":\n{"a":1}',
      { isLines: true },
      [{ line: 1, fault: 'never closed' }, { line: 2 }],
    ],
    [
      'a line with an open text',
      '{"a":"x\n{"a":1}',
      { isLines: true },
      [{ line: 1, fault: 'never closed' }, { line: 2 }],
    ],
    [
      '33 levels',
      `[{"a":1},${'{"a":'.repeat(32)}[]${'}'.repeat(32)},{"a":1}]`,
      {},
      [{ line: 1 }, { line: 1, fault: 'at most 32 levels' }, { line: 1 }],
    ],
    [
      'more than a million characters',
      `[{"a":"${'x'.repeat(1_048_576)}"},{"a":1}]`,
      {},
      [{ line: 1, fault: 'at most 1048576 characters' }, { line: 1 }],
    ],
  ])('%s', async (_what, text, layout, faults) => {
    const pieces = await split(text, layout);

    expect(pieces).toEqual(
      faults.map((one) => {
        const { line, fault } = one as { line: number; fault?: string };
        const expected = { line, text: expect.any(String) };
        return fault === undefined
          ? expected
          : { ...expected, fault: expect.stringContaining(fault) };
      }),
    );
  });
});

test('any list of objects is taken apart as JSON.parse reads it, in pieces of any size', async () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(objects, fc.integer({ min: 1, max: 9 }), async (list, pieceCharacters) => {
      const text = JSON.stringify({ before: list, d: { results: list } }, null, 1);
      const pieces = await split(text, { path: 'd.results', pieceCharacters });

      expect(pieces.map((piece) => JSON.parse(piece.text))).toEqual(
        JSON.parse(JSON.stringify(list)),
      );
    }),
    { numRuns: 100 },
  );
});

test('a value that is not needed takes no memory for what is open in it', () => {
  const splitter = createJsonSplitter(['records'], 1);
  splitter.push('{"other":');
  const before = process.memoryUsage().heapUsed;
  for (let piece = 0; piece < 50; piece += 1) splitter.push('['.repeat(100_000));
  const grown = process.memoryUsage().heapUsed - before;
  for (let piece = 0; piece < 50; piece += 1) splitter.push(']'.repeat(100_000));
  splitter.push(',"records":[{"a":1}]}');
  splitter.end();

  expect(grown).toBeLessThan(64 * 1_048_576);
  expect(splitter.take()).toEqual([{ line: 1, text: '{"a":1}' }]);
});
