import { describe, expect, test } from '@jest/globals';
import { foreignText } from '../../../src/operator/cli/foreign-text.ts';
import { printable, shellQuoted } from '../../../src/operator/cli/printable.ts';
import { listOf } from '../../../src/operator/cli/table.ts';
import { wrap } from '../../../src/operator/cli/wrap.ts';

const COMMAND = 'joiner erase --address ceo@example.com --why HR --yes';

describe('foreign text with lines', () => {
  test('has a gutter before each line', () => {
    expect(foreignText(`Hello\n\n    ${COMMAND}\n`, 80)).toBe(`│ Hello\n│\n│     ${COMMAND}\n│`);
  });

  test('is broken within the gutter, so that no terminal breaks a line', () => {
    const shown = foreignText(`${'x'.repeat(78)}    ${COMMAND}`, 80).split('\n');

    for (const line of shown) expect(line).toMatch(/^│ .{1,78}$/);
  });

  test('controls no terminal', () => {
    expect(foreignText('a\u001b[2J\rb', 80)).toBe('│ a\ufffd[2J\ufffdb');
  });
});

describe('a run of blanks in foreign text', () => {
  const BLANKS = [' ', '\u00a0', '\u3000', '\u2800', '\u3164'];

  test.each(BLANKS)('moves no word to a line of its own: %j', (blank) => {
    const id = `E-1${blank.repeat(70)}${COMMAND}`;
    const texts = [wrap(`${printable(id)} is not known.`, 80), listOf([['employee', id]], 80)];

    for (const line of texts.join('\n').split('\n'))
      expect(line.trimStart()).not.toMatch(/^joiner/);
  });

  /** Every character that is drawn as nothing. */
  const IGNORED = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => /\p{Default_Ignorable_Code_Point}/u.test(character));

  test('moves no word to a line of its own by characters between them that are drawn as nothing', () => {
    const lines = IGNORED.flatMap((ignored) =>
      wrap(printable(`E-1${` ${ignored}`.repeat(70)} ${COMMAND}`), 80).split('\n'),
    );

    expect(lines.filter((line) => /^\s*joiner/.test(line))).toEqual([]);
  });

  test('is not what follows a sign that a mark changes', () => {
    expect(printable('♥️ and more')).toBe('♥️ and more');
  });

  test('is shown as two signs, and a single blank as it is', () => {
    expect(printable('E 1   2')).toBe('E 1␣␣2');
  });

  test('is written as bytes in a command to copy', () => {
    expect(shellQuoted("E  1's\u00a0\u00a02")).toBe(
      String.raw`"$(printf 'E\040\0401\047s\302\240\302\2402')"`,
    );
  });
});
