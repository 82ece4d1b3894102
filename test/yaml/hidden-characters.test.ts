import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { readYaml } from '../../src/yaml/read-yaml.ts';

const schema = v.record(v.string(), v.string());
const read = (text: string) => readYaml(text, schema);
const refusal = (...faults: object[]) => ({ kind: 'refused', faults });

/** A comment on the second line, which ends with this text. */
const withComment = (end: string) => `a: x\n# a webhook${end}\n`;

describe('a character that ends a line for other programs is refused:', () => {
  test.each([
    ['vertical tab', '\v', 'U+000B'],
    ['form feed', '\f', 'U+000C'],
    ['CR', '\r', 'U+000D'],
    ['NEL', '\u0085', 'U+0085'],
    ['line separator', '\u2028', 'U+2028'],
    ['paragraph separator', '\u2029', 'U+2029'],
  ])('%s', (_name, character, codePoint) => {
    const rule = `must have no ${codePoint}, which ends a line in some programs and not here; end each line with LF or CRLF`;

    expect(read(withComment(`${character}only: y`))).toEqual(refusal({ line: 2, key: '', rule }));
  });
});

describe('a character that hides or reorders text is refused, and named:', () => {
  test.each([
    ['NUL', '\0', 'U+0000', '\\u0000'],
    ['ESC', '\u001b[2K', 'U+001B', '\\u001B'],
    ['DEL', '\u007f', 'U+007F', '\\u007F'],
    ['soft hyphen', '\u00ad', 'U+00AD', '\\u00AD'],
    ['zero-width space', '\u200b', 'U+200B', '\\u200B'],
    ['right-to-left override', '\u202e', 'U+202E', '\\u202E'],
    ['left-to-right isolate', '\u2066', 'U+2066', '\\u2066'],
    ['byte-order mark after the start', '\ufeff', 'U+FEFF', '\\uFEFF'],
    ['Hangul filler', '\u3164', 'U+3164', '\\u3164'],
    ['lone surrogate', '\ud800', 'U+D800', '\\uD800'],
    ['private use', '\ue000', 'U+E000', '\\uE000'],
    ['unassigned', '\u0378', 'U+0378', '\\u0378'],
    ['tag', '\u{e0041}', 'U+E0041', '\\U000E0041'],
  ])('%s', (_name, text, codePoint, escaped) => {
    const rule = `must have no ${codePoint}, with which the file may look different from what is read; remove it, or write it as ${escaped} in double quotes`;

    expect(read(withComment(text))).toEqual(refusal({ line: 2, key: '', rule }));
    expect(read(`a: x\nb: y${text}z\n`)).toEqual(refusal({ line: 2, key: '', rule }));
  });
});

test('the lines of an editor are counted, and a character is reported once a line', () => {
  const text = 'a: "\u200b\u200b\u202e"\r\nb: x\nc: "\u200b"\n';

  expect(read(text)).toMatchObject(
    refusal(
      { line: 1, rule: expect.stringContaining('U+200B') },
      { line: 1, rule: expect.stringContaining('U+202E') },
      { line: 3, rule: expect.stringContaining('U+200B') },
    ),
  );
});

test('a file in another encoding is refused for its characters, not for its YAML', () => {
  const text = Buffer.from('a: [', 'utf16le').toString('utf8');

  expect(read(text)).toMatchObject(refusal({ rule: expect.stringContaining('U+0000') }));
});

test('a CR before a CRLF, or at the end of the file, is a line end of its own', () => {
  for (const text of ['# x\r\r\na: x\n', '# x\r', 'a: x\n# x\r'])
    expect(read(text)).toMatchObject(refusal({ rule: expect.stringContaining('U+000D') }));
});

test('an emoji with joiners is refused as it is, and read where they are escapes', () => {
  expect(read('a: 👩\u200d💻\n')).toMatchObject(
    refusal({ line: 1, rule: expect.stringContaining('write it as \\u200D in double quotes') }),
  );
  expect(read('a: "👩\\u200D💻"\n')).toMatchObject({ content: { a: '👩\u200d💻' } });
});

describe('text as people write it is read:', () => {
  test.each([
    ['CRLF', '# a note\r\na: x\r\n', 'x'],
    ['a tab', '#\ta note\na: x\t# y\n', 'x'],
    ['a byte-order mark at the start', '\ufeffa: x\n', 'x'],
    ['other scripts', 'a: Ünïcode 東京 القاهرة\n', 'Ünïcode 東京 القاهرة'],
    ['an emoji with a variation selector', '# ⚠\ufe0f\na: ❤\ufe0f 🎉\n', '❤\ufe0f 🎉'],
  ])('%s', (_name, text, value) => {
    expect(read(text)).toMatchObject({ kind: 'content', content: { a: value } });
  });
});
