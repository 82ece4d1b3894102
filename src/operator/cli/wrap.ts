import { stripVTControlCharacters } from 'node:util';
import { COMMAND_INDENT } from './command-text.ts';

/** Breaks lines between words, and a word that is too long for a line within. */
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
  for (const word of text.split(' ').flatMap((whole) => piecesOf(whole, width))) {
    const line = lines.at(-1);
    const isFull = line === undefined || line.length + 1 + word.length > width;
    if (isFull) lines.push(word);
    else lines.splice(-1, 1, `${line} ${word}`);
  }
  return lines;
}

function piecesOf(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  return [word.slice(0, width), ...piecesOf(word.slice(width), width)];
}

/** Of the longest line, without colours. */
export function lengthOf(text: string): number {
  const lines = stripVTControlCharacters(text).split('\n');
  return Math.max(...lines.map(({ length }) => length));
}
