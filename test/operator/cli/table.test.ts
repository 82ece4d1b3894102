import { styleText } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { listOf, tableOf } from '../../../src/operator/cli/table.ts';

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
