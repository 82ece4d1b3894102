import { describe, expect, test } from '@jest/globals';
import { faultsOf, messagesOf } from '../../support/operator/hire-files.ts';

const ANN = '{"emailAddress":"ann@example.com"}';
const BEN = '{"emailAddress":"ben@example.com"}';

describe('a JSON array', () => {
  test('sends a message an element, as it is written, with the line where it begins', async () => {
    const text = `[\n  ${ANN},\n\n  {\n    "emailAddress": "ben@example.com" }\n]\n`;

    expect(await messagesOf(text)).toEqual([
      { line: 2, body: ANN },
      { line: 4, body: '{\n    "emailAddress": "ben@example.com" }' },
    ]);
  });

  test('may hold any envelope, with every bracket, comma and quote inside its strings', async () => {
    const envelope = JSON.stringify({ Type: 'Notification', Message: `{"x":"],[\\"\\\\"}` });

    expect(await messagesOf(`[${envelope},${ANN}]`)).toEqual([
      { line: 1, body: envelope },
      { line: 1, body: ANN },
    ]);
  });

  const objectRule = 'must be a JSON object; correct it, with one hire or one envelope in it';

  test.each([
    ['an element that is no object', `[\n${ANN},\n"ben@example.com"\n]`, 3, objectRule],
    ['an element that is not JSON', `[\n${ANN},\n{"emailAddress":ben}\n]`, 3, objectRule],
    ['a comma too many', `[\n${ANN},\n]`, 3, objectRule],
    ['no comma between elements', `[\n${ANN}\n${BEN}\n]`, 2, objectRule],
    [
      'no closing bracket',
      `[\n${ANN},\n${BEN}\n`,
      3,
      'begins a hire, or the array, that is never closed; close it',
    ],
    [
      'an element that is never closed',
      `[\n${ANN},\n{"emailAddress":"ben@example.com"\n]`,
      3,
      'begins a hire, or the array, that is never closed; close it',
    ],
    [
      'a string that is never closed',
      `[\n${ANN},\n{"emailAddress":"ben@example.com}\n]`,
      3,
      'begins a hire, or the array, that is never closed; close it',
    ],
    [
      'something after it',
      `[${ANN}]\n${BEN}\n`,
      2,
      'must be the end of the array; remove what follows, or send JSON lines',
    ],
  ])('is malformed with %s', async (_case, text, line, rule) => {
    expect(await faultsOf(text)).toEqual([{ line, rule }]);
  });
});

describe('JSON lines', () => {
  test.each([
    ['with a last line end', `${ANN}\n${BEN}\n`],
    ['with Windows line ends', `${ANN}\r\n${BEN}\r\n`],
    ['with white space around', `  ${ANN}  \n\t${BEN}`],
    ['with a byte-order mark', `\ufeff${ANN}\n${BEN}`],
  ])('are read %s', async (_case, text) => {
    expect(await messagesOf(text)).toEqual([
      { line: 1, body: ANN },
      { line: 2, body: BEN },
    ]);
  });

  test('skip blank lines, and count them', async () => {
    expect((await messagesOf(`${ANN}\n\n${BEN}\n`)).map(({ line }) => line)).toEqual([1, 3]);
  });

  test('name every line that is no JSON object', async () => {
    expect(await faultsOf(`${ANN}\n["x"]\n{"emailAddress":\n${BEN}\n`)).toMatchObject([
      { line: 2 },
      { line: 3 },
    ]);
  });

  test('name every line, by the name of the file, where none looks like JSON', async () => {
    expect(await faultsOf('ann@example.com\n', 'hires.jsonl')).toMatchObject([
      { line: 1, rule: expect.stringContaining('must be a JSON object') },
    ]);
  });
});

test('a single hire over several lines is one message', async () => {
  const hire = '{\n  "emailAddress": "ann@example.com"\n}';

  expect(await messagesOf(`\n${hire}\n`)).toEqual([{ line: 2, body: hire }]);
});

describe('a file with more than anyone hires is refused', () => {
  test('by its records, in an array', async () => {
    expect(await faultsOf(`[${ANN}${',{}'.repeat(100_000)}]`)).toMatchObject([
      { line: 1, rule: expect.stringContaining('is beyond the 100000 records') },
    ]);
  });

  test('by its records, in lines', async () => {
    expect(await faultsOf('{}\n'.repeat(100_001))).toMatchObject([
      { line: 100_001, rule: expect.stringContaining('is beyond the 100000 records') },
    ]);
  });

  test('by its lines, with those that are blank', async () => {
    expect(await faultsOf(`${ANN}\n${BEN}\n${'\n'.repeat(1_048_576)}`)).toMatchObject([
      { rule: expect.stringContaining('must have at most 1048576 rows or lines') },
    ]);
  });
});
