import { compactLine, oneLine, UNSAFE_CHARACTERS } from '../../contracts/one-line.ts';

const ESCAPE = '\u001b';
/** Our own styles: bold, red, green, yellow, cyan, gray, and their ends. Others, such as hidden, are foreign. */
const STYLE = new RegExp(`(${ESCAPE}\\[(?:1|22|31|32|33|36|39|90)m)`);

/** Foreign text as one line that is safe to show: a message or a directory may hold any character. */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  const shown = compactLine(text);
  return shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
}

/** One line of ours, which may have colours: for all else it holds, as `printable`. */
export function printableLine(text: string): string {
  return withOurStyles(text, (part) => printable(part));
}

/** All that goes to the screen: lines of text, with the blanks of tables and indented lines. */
export function screenText(text: string): string {
  return text
    .split('\n')
    .map((line) => withOurStyles(line, oneLine))
    .join('\n');
}

function withOurStyles(line: string, shown: (part: string) => string): string {
  return line
    .split(STYLE)
    .map((part) => (STYLE.test(part) ? part : shown(part)))
    .join('');
}

/** JSON without the characters that JSON itself does not escape. */
export function screenJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNSAFE_CHARACTERS, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/**
 * A word of a shell command, to copy. What `printable` would not show as it is, is written as bytes.
 *
 * sh, bash, zsh and fish read the same word. In single quotes, fish alone reads a backslash before a quote or another
 * backslash as an escape: both stand in double quotes, which all read alike. Not every sh knows `$'…'`, and fish does not.
 */
export function shellQuoted(word: string): string {
  if (/^[\w./:@+,-]+$/.test(word)) return word;
  if (printable(word) === word) return `'${word.replace(/['\\]+/g, inDoubleQuotes)}'`;
  return `"$(printf '${word.replace(/[^\w./:@+,]/gu, bytesOf)}')"`;
}

/** Ends the single quotes, and begins them again. */
function inDoubleQuotes(signs: string): string {
  return `'"${signs.replaceAll('\\', '\\\\')}"'`;
}

/** For `printf`. Octal is all that POSIX has. */
function bytesOf(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
