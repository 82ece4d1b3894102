import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../src/contracts/message.ts';
import { parseHireFile, readHireFile } from '../../src/operator/send/hire-file.ts';
import { MalformedFileError } from '../../src/operator/send/malformed-file-error.ts';

const ANN = '{"emailAddress":"ann@example.com"}';
const BEN = '{"emailAddress":"ben@example.com"}';

function messagesOf(text: string | Uint8Array, name = 'hires') {
  return parseHireFile(Buffer.from(text), name);
}

function faultsOf(text: string | Uint8Array, name = 'hires') {
  return faultsThrownBy(() => messagesOf(text, name));
}

function faultsThrownBy(read: () => unknown) {
  try {
    read();
  } catch (error) {
    return error instanceof MalformedFileError ? error.faults : error;
  }
  return 'no fault';
}

function pathOf(sample: string): string {
  return fileURLToPath(new URL(`../../events/${sample}`, import.meta.url));
}

describe('a CSV file', () => {
  test('sends a message a row, with its line', () => {
    const text = 'emailAddress,firstName\nann@example.com,Ann\nben@example.com,Ben\n';

    expect(messagesOf(text)).toEqual([
      { line: 2, body: '{"emailAddress":"ann@example.com","firstName":"Ann"}' },
      { line: 3, body: '{"emailAddress":"ben@example.com","firstName":"Ben"}' },
    ]);
  });

  test.each([
    ['with a byte-order mark', '\ufeffemailAddress\nann@example.com\n'],
    ['with Windows line ends', 'emailAddress\r\nann@example.com\r\n'],
    ['without a last line end', 'emailAddress\nann@example.com'],
    ['with quoted cells', '"emailAddress"\n"ann@example.com"\n'],
    ['with white space around cells', ' emailAddress \n ann@example.com \n'],
    ['with an empty cell', 'emailAddress,firstName\nann@example.com,\n'],
    ['with rows without any value', 'emailAddress,firstName\nann@example.com,\n,\n\n,\n'],
  ])('is read %s', (_case, text) => {
    expect(messagesOf(text)).toEqual([{ line: 2, body: ANN }]);
  });

  test('keeps a comma, a quote and a line break inside a quoted cell', () => {
    const [message] = messagesOf('emailAddress,lastName\nann@example.com,"Silva, ""Jr""\nFilho"\n');

    expect(JSON.parse(message?.body ?? '')).toHaveProperty('lastName', 'Silva, "Jr"\nFilho');
  });

  test('counts lines from where a row begins', () => {
    const text =
      '\nemailAddress,lastName\nann@example.com,"Silva\nFilho"\n\nben@example.com,Carter\n';

    expect(messagesOf(text).map(({ line }) => line)).toEqual([3, 6]);
  });

  test('sends a row that the contract refuses, for the contract to refuse it', () => {
    const [message] = messagesOf('emailAddress\nann@localhost\n');

    expect(readMessage(message?.body ?? '').kind).toBe('refused');
  });

  test('sends a row without an address, for the contract to refuse it', () => {
    expect(messagesOf('emailAddress,firstName\n,Ann\n')).toEqual([
      { line: 2, body: '{"firstName":"Ann"}' },
    ]);
  });

  test.each([
    [
      'a quote that is never closed',
      'emailAddress,firstName\nann@example.com,Ann\nben@example.com,"Ben\n',
      { line: 3, rule: 'opens a quote that is never closed; close it' },
    ],
    [
      'a quote inside a cell',
      'emailAddress,firstName\nann@example.com,A"nn\n',
      {
        line: 2,
        rule: 'has a quote inside a cell; put the whole cell in quotes and double those inside it',
      },
    ],
    [
      'text after a closing quote',
      'emailAddress,firstName\nann@example.com,"A"nn\n',
      {
        line: 2,
        rule: 'has a quote inside a cell; put the whole cell in quotes and double those inside it',
      },
    ],
    [
      'too many cells',
      'emailAddress,lastName\nann@example.com,Silva, Filho\n',
      {
        line: 2,
        rule: 'must have 2 cells as the header has, and has 3; put a cell that holds a comma in quotes',
      },
    ],
    [
      'too few cells',
      'emailAddress,lastName\nann@example.com\n',
      {
        line: 2,
        rule: 'must have 2 cells as the header has, and has 1; put a cell that holds a comma in quotes',
      },
    ],
    [
      'an unknown header',
      'emailAddress,Vorname\nann@example.com,Ann\n',
      {
        line: 1,
        field: 'column 2',
        rule: 'must be headed by one of emailAddress, type, firstName, lastName, apiAccess, ApiAccess, apiAccessPrincipalArn, employeeId, requestId; rename or remove the column',
      },
    ],
    [
      'a header twice',
      'emailAddress,firstName,firstName\nann@example.com,Ann,Ann\n',
      { line: 1, field: 'firstName', rule: 'must head one column only; remove the other' },
    ],
    [
      'no header for the address',
      'firstName\nAnn\n',
      { line: 1, field: 'emailAddress', rule: 'must head a column; add it' },
    ],
    [
      'a character that SQS refuses',
      'emailAddress,firstName\nann@example.com,Ann\uffff\n',
      {
        line: 2,
        rule: 'must hold no character that SQS refuses (such as U+FFFF); remove it',
      },
    ],
  ])('is malformed with %s', (_case, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test('lists all that is wrong with it, in file order', () => {
    const text = 'emailAddress,x\na,b,c\na@example.com,b\na\n';

    expect(faultsOf(text)).toMatchObject([{ line: 1 }, { line: 2 }, { line: 4 }]);
  });
});

describe('a JSON array', () => {
  test('sends a message an element, as it is written, with the line where it begins', () => {
    const text = `[\n  ${ANN},\n\n  {\n    "emailAddress": "ben@example.com" }\n]\n`;

    expect(messagesOf(text)).toEqual([
      { line: 2, body: ANN },
      { line: 4, body: '{\n    "emailAddress": "ben@example.com" }' },
    ]);
  });

  test('may hold any envelope, with every bracket, comma and quote inside its strings', () => {
    const envelope = JSON.stringify({ Type: 'Notification', Message: `{"x":"],[\\"\\\\"}` });

    expect(messagesOf(`[${envelope},${ANN}]`)).toEqual([
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
  ])('is malformed with %s', (_case, text, line, rule) => {
    expect(faultsOf(text)).toEqual([{ line, rule }]);
  });
});

describe('JSON lines', () => {
  test.each([
    ['with a last line end', `${ANN}\n${BEN}\n`],
    ['with Windows line ends', `${ANN}\r\n${BEN}\r\n`],
    ['with white space around', `  ${ANN}  \n\t${BEN}`],
    ['with a byte-order mark', `\ufeff${ANN}\n${BEN}`],
  ])('are read %s', (_case, text) => {
    expect(messagesOf(text)).toEqual([
      { line: 1, body: ANN },
      { line: 2, body: BEN },
    ]);
  });

  test('skip blank lines, and count them', () => {
    expect(messagesOf(`${ANN}\n\n${BEN}\n`).map(({ line }) => line)).toEqual([1, 3]);
  });

  test('name every line that is no JSON object', () => {
    expect(faultsOf(`${ANN}\n["x"]\n{"emailAddress":\n${BEN}\n`)).toMatchObject([
      { line: 2 },
      { line: 3 },
    ]);
  });

  test('name every line, by the name of the file, where none looks like JSON', () => {
    expect(faultsOf('ann@example.com\n', 'hires.jsonl')).toMatchObject([
      { line: 1, rule: expect.stringContaining('must be a JSON object') },
    ]);
  });
});

test('a single hire over several lines is one message', () => {
  const hire = '{\n  "emailAddress": "ann@example.com"\n}';

  expect(messagesOf(`\n${hire}\n`)).toEqual([{ line: 2, body: hire }]);
});

describe('any file', () => {
  test.each([
    ['nothing', ''],
    ['a header only', 'emailAddress\n'],
    ['white space only', ' \n \n'],
    ['an empty array', '[ ]'],
  ])('is malformed with %s in it', (_case, text) => {
    expect(faultsOf(text)).toEqual([{ rule: 'must hold at least one hire; it holds none' }]);
  });

  test('is malformed in another encoding than UTF-8', () => {
    const text = Buffer.from('emailAddress,firstName\nann@example.com,Zo\xeb\n', 'latin1');

    expect(faultsOf(text)).toEqual([
      { line: 2, rule: 'must be text in UTF-8; save the file in that encoding' },
    ]);
  });

  test('is malformed in UTF-16, as some spreadsheets save it', () => {
    const text = Buffer.from('\ufeffemailAddress\r\nann@example.com\r\n', 'utf16le');

    expect(faultsOf(text)).toMatchObject([{ line: 1 }]);
  });

  test('may hold a message of the largest size that SQS takes', () => {
    const hire = `{"x":"${'x'.repeat(1_048_576 - 8)}"}`;

    expect(messagesOf(hire)).toEqual([{ line: 1, body: hire }]);
  });

  test('is malformed with a message one byte larger', () => {
    const hire = `{"x":"${'x'.repeat(1_048_576 - 7)}"}`;

    expect(faultsOf(`${ANN}\n${hire}\n`)).toEqual([
      { line: 2, rule: 'must be at most 1048576 bytes as a message, and is 1048577; shorten it' },
    ]);
  });

  test('is read where it lies', async () => {
    const hires = await readHireFile(pathOf('first-day.csv'));

    expect(hires.map(({ line }) => line)).toEqual([...Array(25).keys()].map((row) => row + 2));
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

  test('is complained of with line and field, and no value', () => {
    expect(() => messagesOf('emailAddress,Gehalt\nann@example.com,1,2\n', 'hr.csv')).toThrow(
      [
        'hr.csv cannot be used, and nothing is sent:',
        '  line 1, column 2: must be headed by one of emailAddress, type, firstName, lastName, apiAccess, ApiAccess, apiAccessPrincipalArn, employeeId, requestId; rename or remove the column',
        '  line 2: must have 2 cells as the header has, and has 3; put a cell that holds a comma in quotes',
      ].join('\n'),
    );
  });

  test('with many faults is complained of in a few lines', () => {
    expect(() => messagesOf(`{}\n${'7\n'.repeat(40)}`)).toThrow(/(\n.*){10}\n {2}and 30 more$/);
  });
});
