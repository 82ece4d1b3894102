import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parseHireFile, readHireFile } from '../../../src/operator/send/hire-file.ts';
import { faultsOf, messagesOf } from '../../support/operator/hire-files.ts';
import { fileOf } from '../../support/sources/source-files.ts';

const ANN = '{"emailAddress":"ann@example.com"}';

function pathOf(sample: string): string {
  return fileURLToPath(new URL(`../../../events/${sample}`, import.meta.url));
}

describe('any file', () => {
  test.each([
    ['nothing', ''],
    ['a header only', 'emailAddress\n'],
    ['white space only', ' \n \n'],
    ['an empty array', '[ ]'],
  ])('is malformed with %s in it', async (_case, text) => {
    expect(await faultsOf(text)).toEqual([{ rule: 'must hold at least one hire; it holds none' }]);
  });

  test('of JSON is malformed in another encoding than Unicode', async () => {
    const text = Buffer.from('{"emailAddress":"ann@example.com","firstName":"Zo\xeb"}', 'latin1');

    expect(await faultsOf(text)).toEqual([
      { rule: 'must be text in UTF-8; save the file in that encoding' },
    ]);
  });

  test('of CSV in Windows-1252 is read, and its reader is asked to check the names', async () => {
    const text = Buffer.from('emailAddress,firstName\nann@example.com,Zo\xeb\n', 'latin1');

    expect(await parseHireFile(fileOf(text))).toMatchObject({
      messages: [{ body: expect.stringContaining('"Zoë"') }],
      notes: ['It is read as Windows-1252: check names with accents.'],
    });
  });

  test.each([
    ['of the contract', 'emailAddress\n', ({ index = 0 }) => `p${index}@example.com\n`],
    [
      'of an HR system',
      'Employee #,Work Email\n',
      ({ index = 0 }) => `${index},p${index}@example.com\n`,
    ],
  ])('%s reports how many rows and bytes are read', async (_whose, header, rowOf) => {
    const rows = Array.from({ length: 2_500 }, (_, index) => rowOf({ index }));
    const text = `${header}${rows.join('')}`;
    const shown: number[][] = [];
    const onProgress = (records: number, bytes: number) => void shown.push([records, bytes]);

    await parseHireFile(fileOf(text), { usesRecognised: true, onProgress });

    expect(shown.map(([records]) => records)).toEqual([1_000, 2_000]);
    for (const [, bytes = 0] of shown) {
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(Buffer.byteLength(text));
    }
  });

  test('in UTF-16, as some spreadsheets save it, is read', async () => {
    const text = Buffer.from('\ufeffemailAddress\r\nann@example.com\r\n', 'utf16le');

    expect(await messagesOf(text)).toEqual([{ line: 2, body: ANN }]);
  });

  test('may hold a message of the largest size that SQS takes', async () => {
    const hire = `{"x":"${'x'.repeat(1_048_576 - 8)}"}`;

    expect(await messagesOf(hire)).toEqual([{ line: 1, body: hire }]);
  });

  test('is malformed with a message one byte larger', async () => {
    const hire = `{"x":"${'x'.repeat(1_048_576 - 7)}"}`;

    expect(await faultsOf(`${ANN}\n${hire}\n`)).toEqual([
      { line: 2, rule: 'must be at most 1048576 bytes as a message, and is 1048577; shorten it' },
    ]);
  });

  test('is read where it lies', async () => {
    const { messages: hires } = await readHireFile(pathOf('first-day.csv'));

    expect(hires.map(({ line }) => line)).toEqual([...Array(25).keys()].map((row) => row + 2));
  });

  test('has its name on one line of the message, whatever the name is', async () => {
    await expect(readHireFile('no\u001b[2J\nne.csv')).rejects.toThrow(
      'no\ufffd[2J\ufffdne.csv cannot be used, and nothing is sent:\n  must exist',
    );
  });

  test('that does not exist is said to', async () => {
    await expect(readHireFile(pathOf('none.csv'))).rejects.toThrow(
      'none.csv cannot be used, and nothing is sent:\n  must exist; correct the path',
    );
  });

  test('that is a directory is said to be one', async () => {
    await expect(readHireFile(pathOf(''))).rejects.toThrow(
      'events cannot be used, and nothing is sent:\n  must be a file, not a directory; correct the path',
    );
  });

  test('is complained of with line and field, and no value', async () => {
    const text = 'firstName,Work E-Mail,Gehalt\nAnn,ann@example.com,1,2\n';

    await expect(messagesOf(text, 'hr.csv')).rejects.toThrow(
      [
        'hr.csv cannot be used, and nothing is sent:',
        '  line 1, emailAddress: must head a column; add it, or name the column: --columns emailAddress="Work E-Mail". Columns: "firstName", "Work E-Mail", "Gehalt"',
        '  line 2: must have 3 cells as the header has, and has 4; put a cell that holds a comma in quotes',
      ].join('\n'),
    );
  });

  test('with many faults is complained of in a few lines', async () => {
    await expect(messagesOf(`{}\n${'7\n'.repeat(40)}`)).rejects.toThrow(
      /(\n.*){10}\n {2}and 30 more$/,
    );
  });
});
