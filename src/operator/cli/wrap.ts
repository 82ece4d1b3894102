import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'fast-string-width';
import { COMMAND_INDENT } from './command-text.ts';

const PLAIN_ASCII = /^[ -~]*$/;
/** A control character is shown as one replacement character. */
const SHOWN_CONTROLS = { controlWidth: 1, tabWidth: 1 };

/**
 * Breaks lines between words, and a word that is too long for a line within. Foreign text passes `screenText` before:
 * to look for the end of each of its escapes would take the square of its length.
 */
export function wrap(text: string, width: number): string {
  if (lengthOf(text) <= width) return text;
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => linesOf(line, width).join('\n'))
    .join('\n');
}

/** Text of ours, line by line. A command on a line of its own stays as it is. */
export function wrapText(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(COMMAND_INDENT) ? line : wrap(line, width)))
    .join('\n');
}

function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  let taken = width;
  for (const word of text.split(' ').flatMap((whole) => piecesOf(whole, width))) {
    const length = shownLength(word);
    const isFull = lines.length === 0 || taken + 1 + length > width;
    if (isFull) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`);
    taken = isFull ? length : taken + 1 + length;
  }
  return lines;
}

/** A loop, and not one call for each piece: foreign text has words of a megabyte. */
function piecesOf(word: string, width: number): string[] {
  if (shownLength(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = { start: 0, end: 0, length: 0 };
  for (const character of word) {
    const length = shownLength(character);
    if (piece.length + length > width && piece.length > 0) {
      pieces.push(word.slice(piece.start, piece.end));
      piece = { start: piece.end, end: piece.end, length: 0 };
    }
    piece.end += character.length;
    piece.length += length;
  }
  pieces.push(word.slice(piece.start));
  return pieces;
}

/** Columns of the longest line, without colours. A character of an East Asian script takes two. */
export function lengthOf(text: string): number {
  return largestOf(stripVTControlCharacters(text).split('\n').map(shownLength));
}

/** 0 of none. `Math.max` takes no more numbers than the stack has room for. */
export function largestOf(numbers: readonly number[]): number {
  return numbers.reduce((largest, number) => Math.max(largest, number), 0);
}

function shownLength(text: string): number {
  return PLAIN_ASCII.test(text) ? text.length : stringWidth(text, SHOWN_CONTROLS);
}
