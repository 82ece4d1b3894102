import { oneLine, UNSAFE_CHARACTERS } from '../../contracts/one-line.ts';

const ESCAPE = '\u001b';
/** Our own styles: bold, red, green, yellow, cyan, gray, and their ends. Others, such as hidden, are foreign. */
const STYLE = new RegExp(`(${ESCAPE}\\[(?:1|22|31|32|33|36|39|90)m)`);

/** Foreign text as one line that is safe to show: a message or a directory may hold any character. */
export function printable(text: string, limit = Number.POSITIVE_INFINITY): string {
  const shown = oneLine(text);
  return shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
}

/** One line of ours, which may have colours: for all else it holds, as `printable`. */
export function printableLine(text: string): string {
  return text
    .split(STYLE)
    .map((part) => (STYLE.test(part) ? part : printable(part)))
    .join('');
}

/** All that goes to the screen: lines of text. */
export function screenText(text: string): string {
  return text.split('\n').map(printableLine).join('\n');
}

/** JSON without the characters that JSON itself does not escape. */
export function screenJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(UNSAFE_CHARACTERS, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** A word of a shell command, to copy. */
export function shellQuoted(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
