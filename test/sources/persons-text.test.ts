import { describe, expect, test } from '@jest/globals';
import { readSource } from '../../src/sources/source-file.ts';
import { fileOf, mapFile, recognisedIn } from '../support/sources/source-files.ts';

/** Whoever chooses a name in a record decides how that record is read, and nothing about any other. */
const SHAPES = `
  - about: a report
    format: csv
    columns: { id: Nr, mail: Mail, name: Name, status: Status, unit: Unit }
    needed: [id, mail]
    hire: { emailAddress: mail, employeeId: id, lastName: name }
  - about: people
    format: json
    records: people
    recognise: $exists(nr)
    hire: { emailAddress: mail, employeeId: $string(nr), lastName: name }
`;
const source = readSource(`title: Test\nshapes:${SHAPES}`, 'test.yml');
const other = readSource(
  `title: Other\nshapes:${SHAPES.replace('Nr', 'Code').replace('Mail', 'Post')}`,
  'other.yml',
);

const read = async (content: string | Uint8Array, name = 'report.csv', sources = [source]) =>
  (await mapFile(fileOf(content, name), sources)).map((one) =>
    one.kind === 'hire' ? { line: one.line, ...one.hire } : one,
  );
/** The address of each hire; of another record, what it comes to. */
const peopleIn = async (content: string | Uint8Array, name = 'report.csv') =>
  (await mapFile(fileOf(content, name), [source])).map((one) =>
    one.kind === 'hire' ? one.hire['emailAddress'] : one.kind,
  );

const HEADER = 'Nr,Mail,Name,First';
const ANN = '1,ann@example.com,Miller,Ann';
const BEN = '2,ben@example.com,Carter,Ben';
const report = (...rows: readonly string[]) => [HEADER, ANN, ...rows, BEN].join('\n');
const EVERYBODY = ['ann@example.com', 'eve@example.com', 'mal@example.com', 'ben@example.com'];

describe('a name that spells more headers than the file has', () => {
  test('is that of a person', async () => {
    const eve = '3,eve@example.com,x;Nr;Mail;Name;Status;Unit;x,Eve';
    const mal = '4,mal@example.com,x;9;ceo@example.com;Oduya;Active;Board;x,Mal';

    expect(await peopleIn(report(eve, mal))).toEqual(EVERYBODY);
  });

  test('is that of a person, on a line of its own too', async () => {
    const eve = '3,eve@example.com,"x\nNr;Mail;Name;Status;Unit\nx",Eve';
    const mal = '4,mal@example.com,"x\n9;ceo@example.com;Oduya;Active;Board\nx",Mal';

    expect(await peopleIn(report(eve, mal))).toEqual(EVERYBODY);
  });

  test('is that of a person in a file with semicolons', async () => {
    const [header, ann, ben] = [HEADER, ANN, BEN].map((row) => row.replaceAll(',', ';'));
    const eve = '3;eve@example.com;x,Nr,Mail,Name,Status,Unit,x;Eve';
    const mal = '4;mal@example.com;x,9,ceo@example.com,Oduya,Active,Board,x;Mal';

    expect(await peopleIn([header, ann, eve, mal, ben].join('\n'))).toEqual(EVERYBODY);
  });

  test('with tabs is that of a person, and refused alone', async () => {
    const header = 'x\tNr\tMail\tName\tStatus\tUnit\tx';
    const forged = 'x\t9\tceo@example.com\tOduya\tActive\tBoard\tx';
    const rows = [`3,eve@example.com,${header},Eve`, `4,mal@example.com,${forged},Mal`];

    expect(await peopleIn(report(...rows))).toEqual([
      'ann@example.com',
      'refused',
      'refused',
      'ben@example.com',
    ]);
  });

  test('is that of a person where first and last name are the headers', async () => {
    const text = report('3,,Nr,Mail', '4,mal@example.com,9,ceo@example.com');

    expect(await peopleIn(text)).toEqual([
      'ann@example.com',
      'refused',
      'mal@example.com',
      'ben@example.com',
    ]);
  });

  test('does not make the file that of another source', async () => {
    const text = report('3,,"x\nCode;Post;Name;Status;Unit\nx",Eve');
    const recognised = await recognisedIn(fileOf(text, 'report.csv'), [other, source]);

    expect(recognised.map((one) => one.source.name)).toEqual(['test', 'other']);
  });
});

describe('in a file whose own header is not known, a name is no header', () => {
  const unknown = (header: string, ...rows: readonly string[]) => [header, ...rows].join('\n');
  const SPELLED = 'x;Nr;Mail;Name;x';

  test('where the person has an address: the file is of no source', async () => {
    const text = unknown('Number,Mail,Name', `3,eve@example.com,${SPELLED}`, '4,m@example.com,M');

    expect(await recognisedIn(fileOf(text, 'report.csv'), [source])).toEqual([]);
  });

  const LOST = {
    faults: [
      {
        line: expect.any(Number),
        rule: expect.stringMatching(/^names the columns, but line \d above it looks like a header/),
      },
    ],
  };

  test('with another delimiter, and the file is refused: others would be lost', async () => {
    const text = unknown('Number,Mail,Name', `3,,${SPELLED}`);

    await expect(read(text)).rejects.toMatchObject(LOST);
  });

  test('with the same delimiter, and the file is refused: others would be lost', async () => {
    const text = unknown('Number,Last,First', '3,Nr,Mail', '4,9,ceo@example.com');

    await expect(read(text)).rejects.toMatchObject(LOST);
  });

  test.each([
    ['below others', unknown('Number,Mail,Name', '1,,Ann', '2,,Ben', `3,,${SPELLED}`)],
    ['below a first column without a header', unknown(',Mail,Name', `3,,${SPELLED}`)],
    ['in two columns', unknown('Name,Mail', `${SPELLED},`)],
    ['on a line of its own', unknown('Number,Mail,Name', '3,,"x\nNr;Mail;Name\nx"')],
    ['below a title', `New hires\n\n${unknown('Number,Mail,Name', `3,,${SPELLED}`)}`],
    ['below the line with the delimiter', `sep=;\n${unknown('Number;Last;First', '3;Nr;Mail')}`],
  ])('and the file is refused: %s', async (_, text) => {
    await expect(read(text)).rejects.toMatchObject(LOST);
  });

  test('and the lines are those of the file', async () => {
    const text = 'sep=;\r\n"New\r\nhires"\r\n\r\nNumber;Last;First\r\n3;Nr;Mail\r\n';

    await expect(read(text)).rejects.toMatchObject({
      faults: [{ line: 6, rule: expect.stringContaining('line 5 above it') }],
    });
  });
});

describe('titles may stand above a header', () => {
  test.each([
    ['with an address in a sentence', 'Report run by x@example.com on Monday'],
    ['with an address beside it', 'Run by,x@example.com'],
    ['with an address, as a spreadsheet saves it', 'Run by,x@example.com,,,'],
    ['with a date far to the right', 'Confidential,,,2026-11-01'],
    ['with a comma', 'New hires, November'],
    ['of an address', 'x@example.com'],
    ['of several lines', '"New hires,\nNovember,\n\n2026"\n\nOf all'],
    ['that names a column', 'Name,x'],
  ])('%s', async (_, title) => {
    expect(await peopleIn(`${title}\n${HEADER}\n${ANN}\n`)).toEqual(['ann@example.com']);
  });

  test('with commas, in a file with semicolons', async () => {
    const text = `Filters: a, b, c, d\n${`${HEADER}\n${ANN}`.replaceAll(',', ';')}\n`;

    expect(await peopleIn(text)).toEqual(['ann@example.com']);
  });

  test('and are counted', async () => {
    const text = `New hires\n\n,,\nNovember\n${HEADER}\n${ANN}\n`;
    const [best] = await recognisedIn(fileOf(text, 'report.csv'), [source]);

    expect(best).toMatchObject({ header: { rowsAbove: 2 } });
  });

  test('but no person with an address among other cells', async () => {
    await expect(read(`9,kim@example.com,Novak\n${HEADER}\n${ANN}\n`)).rejects.toThrow(
      'names the columns, but line 1 above it looks like a header or a record, and would be lost',
    );
  });

  test.each(['9,,Novak,Kim', '9;kim@example.com;Novak'])('but no person: %s', async (row) => {
    await expect(read(`${row}\n${HEADER}\n${ANN}\n`)).rejects.toThrow('line 1 above it looks like');
  });

  test('but none that names the needed columns', async () => {
    await expect(read(`By x;Nr;Mail\n${HEADER}\n${ANN}\n`)).rejects.toMatchObject({
      faults: [
        { line: 1, rule: expect.stringContaining('and so does line 2, which is no record') },
      ],
    });
  });
});

describe('a name in a record', () => {
  const eve = (name: string) => `3,eve@example.com,${name},Eve`;

  test.each([
    ['begins as JSON does', '[{'],
    ['begins as a web page does', '<html><table>'],
    ['begins as a PDF does', '%PDF-1.7'],
    ['states a delimiter', '"x\nsep=;\nx"'],
    ['has quotes, doubled', '"""Eve"""'],
    ['has a row of its own in quotes, and no address', '"x\n9,,O,C\nx"'],
    ['has line ends of all kinds', '"x\r\r\n\n\r\r\r\nx"'],
    ['has blank rows in quotes', '"x\n,,,\n\nx"'],
  ])('does not change how others are read: it %s', async (_, name) => {
    expect(await peopleIn(report(eve(name), '4,mal@example.com,M,Mal'))).toEqual(EVERYBODY);
  });

  test('may have zeros, and makes no UTF-16 of the file', async () => {
    const name = '\u0000E'.repeat(300);

    expect(await peopleIn(report(eve(name)))).toHaveLength(3);
    expect(await peopleIn(report(eve(` ${name}`)))).toHaveLength(3);
  });

  test('in another encoding leaves ids and addresses of others as they are', async () => {
    const text = Buffer.concat([
      Buffer.from(`${HEADER}\n${ANN}\n3,eve@example.com,M`),
      Buffer.from([0xfc]),
      Buffer.from(`ller,Eve\n${BEN}\n`),
    ]);

    expect(await peopleIn(text)).toEqual(['ann@example.com', 'eve@example.com', 'ben@example.com']);
  });

  test('that opens a quote, as another closes it, does not hide who is between them', async () => {
    const text = [HEADER, '3,eve@example.com,"Eve,E', ANN, '4,mal@example.com,Mal",M', BEN];

    expect(await read(text.join('\n'))).toEqual([
      {
        line: 2,
        kind: 'unreadable',
        fault: expect.stringContaining('has another row of the file in its quotes'),
      },
      expect.objectContaining({ line: 5, emailAddress: 'ben@example.com' }),
    ]);
  });

  test('that only opens a quote has the whole file refused', async () => {
    await expect(read(report('3,eve@example.com,"Eve,E'))).rejects.toThrow('never closed');
  });

  test('in JSON is text, whatever it spells', async () => {
    const people = [
      { nr: 1, mail: 'ann@example.com', name: 'Miller' },
      { nr: 3, mail: 'eve@example.com', name: '"}],"people":[{"nr":9,"mail":"ceo@example.com"}]' },
      { nr: 4, mail: 'mal@example.com', name: '\\', people: [{ nr: 9, mail: 'ceo@example.com' }] },
      { nr: 2, mail: 'ben@example.com', name: '\n[{' },
    ];

    for (const name of ['report.json', 'report'])
      expect(await peopleIn(JSON.stringify({ people }), name)).toEqual(EVERYBODY);
  });

  test('in JSON a line ends no line of its own', async () => {
    const line = (nr: number, name: string) =>
      JSON.stringify({ people: { nr, mail: `p${nr}@example.com`, name } });
    const text = [line(1, 'A'), line(2, 'E\n{"people":{"nr":9}}\u2028'), line(3, 'B')].join('\n');

    expect(await peopleIn(text, 'report.jsonl')).toEqual(
      [1, 2, 3].map((nr) => `p${nr}@example.com`),
    );
  });
});
