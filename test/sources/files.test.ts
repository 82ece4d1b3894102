import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { UnreadableFileError } from '../../src/sources/files/file-bytes.ts';
import { examineFile } from '../../src/sources/files/text-file.ts';
import { readRecords } from '../../src/sources/read-records.ts';
import { recognise } from '../../src/sources/recognise.ts';
import { readSource } from '../../src/sources/source-file.ts';
import { fileOf, mapFile, recognisedIn } from '../support/sources/source-files.ts';

const source = readSource(
  `title: Test
shapes:
  - about: a report
    format: csv
    columns:
      id: [Employee ID]
      mail: Work E-Mail
      name: Name
    needed: [id, mail]
    hire:
      emailAddress: mail
      employeeId: id
      lastName: name
`,
  'test.yml',
);
const HEADER = 'Employee ID,Work E-Mail,Name';
const ROW = '7,ann@example.com,Müller';
const ANN = { emailAddress: 'ann@example.com', employeeId: '7', lastName: 'Müller' };

const hiresIn = async (content: string | Uint8Array, pieceBytes?: number) =>
  (await mapFile(fileOf(content, 'report.csv', pieceBytes), [source])).map((one) =>
    one.kind === 'hire' ? { line: one.line, ...one.hire } : one,
  );

const JSON_SHAPE = {
  about: 'lines',
  format: 'json' as const,
  recognise: { evaluate: async () => true },
  hire: new Map(),
};

describe('a report is read', () => {
  const text = `${HEADER}\n${ROW}\n`;
  const windows1252 = Buffer.from(text, 'latin1');
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  test.each<[string, string | Uint8Array, number]>([
    ['in UTF-8', text, 2],
    ['in UTF-8 with a byte-order mark', `\ufeff${text}`, 2],
    ['in UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le'), 2],
    ['in UTF-16, big end first', utf16be, 2],
    ['in UTF-16 without a byte-order mark', Buffer.from(text, 'utf16le'), 2],
    ['in Windows-1252', windows1252, 2],
    ['with semicolons', text.replaceAll(',', ';'), 2],
    ['with tabs', text.replaceAll(',', '\t'), 2],
    ['with a line that states the delimiter', `sep=;\r\n${text.replaceAll(',', ';')}`, 3],
    ['with Windows line ends', text.replaceAll('\n', '\r\n'), 2],
    ['with title lines', `New hires, November\nGenerated on 2026-11-01\n\n${text}`, 5],
    ['with headers in other letters', text.replace(HEADER, 'EMPLOYEE_ID,work e-mail,NAME'), 2],
    ['with headers in quotes', text.replace(HEADER, '"Employee ID","Work E-Mail","Name"'), 2],
    [
      'with its columns in another order',
      'Name,Work E-Mail,Employee ID\nMüller,ann@example.com,7',
      2,
    ],
    ['with empty columns at the end', `${HEADER},,\n${ROW},,\n`, 2],
    ['with empty columns at the end of rows', `${HEADER}\n${ROW},,\n`, 2],
    ['with columns that no one needs', `${HEADER},Salary\n${ROW},1\n`, 2],
    ['with blank lines and rows', `${HEADER}\n\n,,\n${ROW}\n,,\n`, 4],
  ])('%s', async (_what, content, line) => {
    expect(await hiresIn(content)).toEqual([{ line, ...ANN }]);
    expect(await hiresIn(content, 1)).toEqual([{ line, ...ANN }]);
  });

  test('with line breaks in quotes, and lines counted from where a row begins', async () => {
    const rows = '7,ann@example.com,"Mül\nler"\n8,ben@example.com,Carter\n';

    expect(await hiresIn(`${HEADER}\n${rows}`)).toMatchObject([
      { line: 2, lastName: 'Mül ler' },
      { line: 4, lastName: 'Carter' },
    ]);
  });

  test.each(['\n', '\r\n', '\r'])('with lines that end in %j, in quotes too', async (end) => {
    const text = `"New\nhires"\n\n${HEADER}\n7,ann@example.com,"A\n\nB"\n8,ben@example.com,Carter\n`;

    expect(await hiresIn(text.replaceAll('\n', end))).toMatchObject([
      { line: 5, lastName: 'A B' },
      { line: 8, lastName: 'Carter' },
    ]);
  });

  test('with blank rows beside quotes that span lines, of which nothing is dropped', async () => {
    const rows =
      '7,ann@example.com,"Mül\n,,\n\nler"\n,,\n"","",""\n,"",\n8,ben@example.com,Carter\n';

    expect(await hiresIn(`${HEADER}\n${rows}`)).toMatchObject([
      { line: 2, lastName: 'Mül ,, ler' },
      { line: 9, lastName: 'Carter' },
    ]);
  });

  test('row by row: one with too many cells is refused, and the others are hires', async () => {
    expect(await hiresIn(`${HEADER}\n7,x@example.com,Silva, Filho\n7\n${ROW}\n`)).toEqual([
      {
        line: 2,
        kind: 'unreadable',
        fault: expect.stringContaining('must have 3 cells as the header has, and has 4'),
      },
      { line: 3, kind: 'unreadable', fault: expect.stringContaining('and has 1') },
      { line: 4, ...ANN },
    ]);
  });
});

test('a report that lacks a needed column is not recognised', async () => {
  expect(await recognisedIn(fileOf(`Employee ID,Name\n${ROW}`), [source])).toEqual([]);
});

describe('a file is refused', () => {
  const zipWith = (name: string) =>
    Buffer.concat([
      Buffer.from('PK\u0003\u0004'),
      Buffer.alloc(26),
      Buffer.from(name),
      deflateRawSync('x'),
    ]);

  test.each<[string, Uint8Array, string]>([
    ['a workbook', zipWith('[Content_Types].xml'), 'is an Excel workbook (.xlsx); save it as CSV'],
    ['an archive', zipWith('people.csv'), 'is an archive (.zip); unpack it'],
    [
      'an old workbook',
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'is an Excel workbook (.xls); save it as CSV',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'is a PDF; export the report as CSV'],
    ['a compressed file', gzipSync('x'), 'is compressed (.gz); unpack it'],
    [
      'a spreadsheet of another program',
      zipWith('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      'is a spreadsheet (.ods); save it as CSV',
    ],
    ['XML', Buffer.from('\ufeff<?xml version="1.0"?><Report_Data/>'), 'is XML; export the report'],
    [
      'a web page, named as a workbook',
      Buffer.from('\n<HTML><table><tr><td>Employee ID</td></tr></table></HTML>'),
      'is a web page (HTML), whatever its name; export the report as CSV',
    ],
  ])('that is %s, with what to do', async (_what, content, rule) => {
    await expect(examineFile(fileOf(content, 'people.csv'))).rejects.toThrow(rule);
  });

  test('of more than 100 MB, unread', async () => {
    const file = { ...fileOf(''), size: 104_857_601 };

    await expect(examineFile(file)).rejects.toThrow('must be at most 100 MB');
  });

  test('beyond its 100,000 records', async () => {
    const text = `${HEADER}\n${`${ROW}\n`.repeat(100_001)}`;

    await expect(mapFile(fileOf(text, 'report.csv'), [source])).rejects.toMatchObject({
      faults: [{ line: 100_002, rule: expect.stringContaining('beyond the 100000 records') }],
    });
  });

  test.each<[string, string, string]>([
    ['blank rows', 'report.csv', ',\n'],
    ['blank rows in quotes', 'report.csv', '""\r\n'],
    ['blank lines', 'report.csv', '\n'],
    ['blank lines of JSON', 'report.jsonl', '\n'],
  ])('with more than 1,048,576 rows, as with 2,000,000 %s', async (_what, name, row) => {
    const text = await examineFile(fileOf(`${HEADER}\n${ROW}\n${row.repeat(2_000_000)}`, name));
    const recognised = { shape: { ...JSON_SHAPE, records: [] } };
    const records = text.isLines ? recognised : (await recognise(text, [source]))[0];
    const reading = async () => {
      for await (const _record of readRecords(text, records ?? recognised));
    };

    await expect(reading()).rejects.toThrow(
      'must have at most 1048576 rows or lines, with those that are blank; remove blank ones',
    );
  });

  test.each([
    ['a header of more than 256 characters', 'x'.repeat(257)],
    ['headers of more than 32,768 characters', `${'x'.repeat(250)},`.repeat(140)],
  ])('with %s, which each rejected row would repeat', async (_what, headers) => {
    const text = `${HEADER},${headers}\n${ROW}\n`;

    await expect(mapFile(fileOf(text, 'report.csv'), [source])).rejects.toMatchObject({
      faults: [{ line: 1, rule: expect.stringContaining('headers of at most 256 characters') }],
    });
  });

  test('with more than 1,000 columns', async () => {
    const text = `${HEADER},${'x,'.repeat(1_000)}\n${ROW}\n`;

    await expect(mapFile(fileOf(text, 'report.csv'), [source])).rejects.toThrow(
      'at most 1000 columns',
    );
  });

  test('from the row on whose quotes are wrong', async () => {
    const text = `${HEADER}\n${ROW}\n7,"ann@example.com,Müller\n`;

    await expect(mapFile(fileOf(text, 'report.csv'), [source])).rejects.toThrow(
      new UnreadableFileError([{ rule: 'opens a quote that is never closed; close it' }]),
    );
  });
});
