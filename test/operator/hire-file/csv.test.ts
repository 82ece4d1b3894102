import { describe, expect, test } from '@jest/globals';
import { readBody } from '../../support/bodies/read-body.ts';
import { faultsOf, messagesOf } from '../../support/operator/hire-files.ts';

const ANN = '{"emailAddress":"ann@example.com"}';

describe('a CSV file', () => {
  test('sends a message a row, with its line', async () => {
    const text = 'emailAddress,firstName\nann@example.com,Ann\nben@example.com,Ben\n';

    expect(await messagesOf(text)).toEqual([
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
    ['with semicolons', 'emailAddress;firstName\nann@example.com;\n'],
    ['with headers in other letters', 'E-Mail_Address\nann@example.com\n'],
    ['with columns that no one needs', 'emailAddress,Salary\nann@example.com,1\n'],
    ['with rows without any value', 'emailAddress,firstName\nann@example.com,\n,\n\n,\n'],
  ])('is read %s', async (_case, text) => {
    expect(await messagesOf(text)).toEqual([{ line: 2, body: ANN }]);
  });

  test('keeps a comma, a quote and a line break inside a quoted cell', async () => {
    const [message] = await messagesOf(
      'emailAddress,lastName\nann@example.com,"Silva, ""Jr""\nFilho"\n',
    );

    expect(JSON.parse(message?.body ?? '')).toHaveProperty('lastName', 'Silva, "Jr"\nFilho');
  });

  test('takes no name for a header, whatever it spells', async () => {
    const messages = await messagesOf(
      [
        'employeeId,firstName,lastName,emailAddress',
        '1,"x;emailAddress;firstName;lastName;title;x",Eve,eve@example.com',
        '2,"x;ceo@example.com;C;Oduya;Chief;x",Mal,mal@example.com',
      ].join('\n'),
    );

    expect(messages.map(({ body }) => JSON.parse(body))).toMatchObject([
      { employeeId: '1', emailAddress: 'eve@example.com' },
      { employeeId: '2', emailAddress: 'mal@example.com' },
    ]);
  });

  test('is refused where its own header is not known, and a name spells one', async () => {
    const text = 'nr,name,mail\n1,"x;emailAddress;x",\n2,"x;ceo@example.com;x",m@example.com\n';

    expect(await faultsOf(text)).toMatchObject([
      { line: 2, rule: expect.stringContaining('line 1 above it looks like a header') },
    ]);
  });

  test('counts lines from where a row begins', async () => {
    const text =
      '\nemailAddress,lastName\nann@example.com,"Silva\nFilho"\n\nben@example.com,Carter\n';

    expect((await messagesOf(text)).map(({ line }) => line)).toEqual([3, 6]);
  });

  test('may have a profile', async () => {
    const text = 'emailAddress,department,manager\nann@example.com,"Sales, Europe",00421\n';

    expect(await messagesOf(text)).toEqual([
      {
        line: 2,
        body: '{"emailAddress":"ann@example.com","department":"Sales, Europe","manager":"00421"}',
      },
    ]);
  });

  test('sends a row that the contract refuses, for the contract to refuse it', async () => {
    const [message] = await messagesOf('emailAddress\nann@localhost\n');

    expect(readBody(message?.body ?? '').kind).toBe('refused');
  });

  test('sends a row without an address, for the contract to refuse it', async () => {
    expect(await messagesOf('emailAddress,firstName\n,Ann\n')).toEqual([
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
      'a header twice',
      'emailAddress,firstName,firstName\nann@example.com,Ann,Ann\n',
      { line: 1, field: 'firstName', rule: 'must head one column only; remove the other' },
    ],
    [
      'no header for the address',
      'firstName\nAnn\n',
      {
        line: 1,
        field: 'emailAddress',
        rule: 'must head a column; add it, or name the column: --columns emailAddress="…". Columns: "firstName"',
      },
    ],
    [
      'no header for the address, and one that it may be',
      'firstName,Home Email,Work Email\nAnn,a@home.example,ann@example.com\n',
      {
        line: 1,
        field: 'emailAddress',
        rule: 'must head a column; add it, or name the column: --columns emailAddress="Work Email". Columns: "firstName", "Home Email", "Work Email"',
      },
    ],
    [
      'no header at all, whose first row is not shown',
      'ann@example.com,Ann\nben@example.com,Ben\n',
      {
        line: 1,
        rule: 'must name the columns in a first row; add one, such as emailAddress,firstName',
      },
    ],
    [
      'a number that a spreadsheet shortened',
      'emailAddress,employeeId\nann@example.com,1.00E+05\n',
      {
        line: 2,
        field: 'employeeId',
        rule: 'is a number that a spreadsheet has shortened; format the column as text and export it again',
      },
    ],
    [
      'a character that SQS refuses',
      'emailAddress,firstName\nann@example.com,Ann\uffff\n',
      {
        line: 2,
        rule: 'must hold no character that SQS refuses (such as U+FFFF); remove it',
      },
    ],
  ])('is malformed with %s', async (_case, text, fault) => {
    expect(await faultsOf(text)).toEqual([fault]);
  });

  test('lists all that is wrong with it, in file order', async () => {
    const text = 'firstName,x\na,b,c\na@example.com,b\na\n';

    expect(await faultsOf(text)).toMatchObject([{ line: 1 }, { line: 2 }, { line: 4 }]);
  });
});

describe('what a file of hires may make a command to copy of', () => {
  const rulesOf = async (text: string) => JSON.stringify(await faultsOf(text));

  test('a header that is more than words to a shell is not offered as the one of a column', async () => {
    for (const header of ['E-mail $(id)', 'E-mail `id`', 'E-mail ""x', 'E-mail\\', 'E-mail !id'])
      expect(await rulesOf(`firstName,"${header}"\nAda,ada@example.com\n`)).toContain(
        '--columns emailAddress=\\"…\\"',
      );
  });

  test('the text of a person is no header, though it names more columns than the file has', async () => {
    const ofOtherDelimiter = 'Eve,eve@example.com,"x\nfirstName;lastName;title;E-mail work\ny"\n';
    const ofSame = 'lastName,E-mail work,title\n';

    for (const rows of [ofOtherDelimiter, ofSame])
      expect(await faultsOf(`firstName,Mail address,note\n${rows}`)).toMatchObject([
        { line: 1, rule: expect.stringContaining('Columns: "firstName", "Mail address", "note"') },
      ]);
  });

  test('a file has at most 100,000 records', async () => {
    const text = `emailAddress\n${'x\n'.repeat(100_001)}`;

    expect(await faultsOf(text)).toMatchObject([
      { line: 100_002, rule: expect.stringContaining('is beyond the 100000 records') },
    ]);
  });
});
