import { styleText } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import {
  printable,
  screenJson,
  screenText,
  shellQuoted,
} from '../../../src/operator/cli/printable.ts';
import { listOf, tableOf } from '../../../src/operator/cli/table.ts';

const CLEAR = '\u001b[2J';
const RIGHT_TO_LEFT = '\u202e';
const CONTROL_SEQUENCE = '\u009b31m';

describe('foreign text', () => {
  test.each([
    ['a terminal escape', `a${CLEAR}b`],
    ['a control sequence of one character', `a${CONTROL_SEQUENCE}b`],
    ['a change of direction', `a${RIGHT_TO_LEFT}b`],
    ['a line of its own', 'a\nb'],
    ['a return to the start of the line', 'a\rb'],
  ])('is shown without %s', (_, text) => {
    expect(printable(text)).toMatch(/^a\ufffd[[\dmJ]*b$/);
  });

  test('makes no line of its own in a list, and controls no terminal from a table', () => {
    const text = `x\n${CLEAR}all is well, it says`;

    expect(listOf([['user id', text]])).toBe(' user id  x\ufffd\ufffd[2Jall is well, it says');
    expect(tableOf(['what the directory says here'], [[text]], { columns: 80 })).toContain(
      '\ufffd[2Jall is well, it says',
    );
  });
});

describe('what goes to the screen', () => {
  test('keeps lines and our own styles, and no other escape', () => {
    const title = styleText('bold', 'Title', { validateStream: false });

    expect(screenText(`${title}\nline${CLEAR}`)).toBe(`${title}\nline\ufffd[2J`);
  });

  test('is the same value as JSON, in characters that no terminal acts on', () => {
    const value = { text: `${CLEAR}${CONTROL_SEQUENCE}${RIGHT_TO_LEFT}\u{e0041}é` };
    const shown = screenJson(value);

    expect(JSON.parse(shown)).toEqual(value);
    expect(shown).toMatch(/^[\n\x20-\x7eé]*$/);
  });
});

test.each([
  ['hires.csv', 'hires.csv'],
  ['/tmp/new hires.csv', "'/tmp/new hires.csv'"],
  ["it's; rm -rf ~", "'it'\\''s; rm -rf ~'"],
])('a word of a command is quoted for the shell: %s', (word, quoted) => {
  expect(shellQuoted(word)).toBe(quoted);
});
