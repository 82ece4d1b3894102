import { styleText } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { listOf, tableOf } from '../../../src/operator/cli/table.ts';
import { lengthOf, wrap } from '../../../src/operator/cli/wrap.ts';

const HEAD = ['#', 'line', 'address', 'would be', 'user id or reason'];
const ADDRESS = `${'very.long.name.'.repeat(4)}okafor@subsidiary.example.com`;
const USER_ID = 'f3a1c2d4-5e6f-7081-92a3-b4c5d6e7f809';
const REASON =
  'emailAddress: must be local-part@domain in plain ASCII; send the person’s work address';

/** The text of a column, put together again from its lines. */
function columnOf(table: string, index: number): string {
  const cells = table.split('\n').map((line) => line.split('│')[index + 1] ?? '');
  return cells.map((cell) => cell.trim()).join('');
}

describe.each([80, 120])('in %i columns, a table', (columns) => {
  test.each([
    ['short cells', ['1', '2', 'ada@example.com', 'new', '']],
    ['a long address', ['1', '2', ADDRESS, 'already done', USER_ID]],
    ['a long reason', ['300', '301', ADDRESS, 'rejected', REASON]],
  ])('of %s fits, and cuts nothing', (_what, row) => {
    const table = tableOf(HEAD, [row], { columns });

    const longest = Math.max(...table.split('\n').map(({ length }) => length));
    expect(longest).toBeLessThanOrEqual(columns);
    expect(table).not.toContain('…');
    row.forEach((cell, index) => {
      const whole = `${HEAD[index]}${cell}`.replaceAll(' ', '');
      expect(columnOf(table, index).replaceAll(' ', '')).toBe(whole);
    });
  });
});

test('a reason is broken between its words', () => {
  const table = tableOf(['check', 'found'], [['queue', 'one two three four']], { columns: 24 });

  expect(columnOf(table, 1)).toBe('foundone twothree four');
});

test('a colour is kept, and takes no room', () => {
  const red = styleText('red', 'rejected', { validateStream: false });

  const table = tableOf(['state', 'why'], [[red, 'no']], { columns: 80 });

  expect(table).toContain(`│ ${red} │ no  │`);
});

test('a wide table has all columns, however short its cells are', () => {
  const table = tableOf(['a', 'b'], [['1', '2']], { columns: 40, isWide: true });

  expect(new Set(table.split('\n').map(({ length }) => length))).toEqual(new Set([40]));
});

test('East Asian text takes two columns a character, and is wrapped whole', () => {
  const name = '山田太郎'.repeat(10);

  const table = tableOf(['#', 'name'], [['1', name]], { columns: 40 });

  expect(new Set(table.split('\n').map(lengthOf))).toEqual(new Set([40]));
  expect(columnOf(table, 1)).toBe(`name${name}`);
});

// Each would take hours, or exceed the stack, if a cell or a row took more than its share.
describe('of any size', () => {
  test.each([
    ['letters', 'z'.repeat(1_000_000)],
    ['wide letters', '山'.repeat(1_000_000)],
    ['blanks', ' '.repeat(1_000_000)],
    ['line breaks', '\n'.repeat(1_000_000)],
    ['terminal escapes', '\u001b]8;;a'.repeat(200_000)],
    ['colours', '\u001b[31ma'.repeat(200_000)],
  ])('a cell of %s is cut, and says so', (_what, cell) => {
    const table = tableOf(['#', 'address'], [['1', cell]], { columns: 120 });

    expect(table.length).toBeLessThan(1_000_000);
    expect(table).toContain('…');
  });

  test('a cell of 4,096 characters is whole', () => {
    const cell = 'z'.repeat(4_096);

    expect(columnOf(tableOf(['a'], [[cell]], { columns: 120 }), 0)).toBe(`a${cell}`);
  });

  test('many rows of long addresses are shown whole', () => {
    const row = ['r'.repeat(320), 's'.repeat(320)];

    const table = tableOf(['a', 'b'], Array(5_000).fill(row), { columns: 120 });

    expect(table.match(/r/g)).toHaveLength(5_000 * 320);
  });

  test('a table and a list have as many rows as they are given', () => {
    const rows = Array.from({ length: 200_000 }, (_, index) => [String(index), 'x'] as const);

    expect(tableOf(['#', 'a'], rows, { columns: 100 }).split('\n')).toHaveLength(200_003);
    expect(listOf(rows).split('\n')).toHaveLength(200_000);
  });

  test.each([
    ['one word', 'z'.repeat(1_000_000), 10_000],
    ['words', 'zzzz '.repeat(200_000).trim(), 10_000],
    ['lines', 'z\n'.repeat(200_000), 200_001],
  ])('a text of %s is wrapped', (_what, text, lines) => {
    expect(wrap(`${text}`, 100).split('\n')).toHaveLength(lines);
  });
});

describe('a list', () => {
  test('has each command to copy on a line of its own, however long', () => {
    const command = `joiner reassign ${ADDRESS} --employee E-1 --why TEXT`;

    const list = listOf([['next', 'decide:', command, 'joiner x\ny']], 40);

    expect(list.split('\n')).toEqual([' next  decide:', `    ${command}`, '    joiner x\ufffdy']);
  });

  test('breaks its values between words, under their first line', () => {
    const list = listOf(
      [
        ['state', 'no account'],
        ['a', 'one two three'],
      ],
      16,
    );

    expect(list).toBe(' state  no\n        account\n a      one two\n        three');
  });

  test('is readable in the narrowest terminal', () => {
    expect(listOf([['state', 'no account']], 2)).toBe(' state  no\n        account');
  });

  test('without columns breaks no line', () => {
    const long = 'word '.repeat(50).trim();

    expect(listOf([['a', long]])).toBe(` a  ${long}`);
  });
});
