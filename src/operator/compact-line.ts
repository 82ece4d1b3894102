import { oneLine } from '../contracts/one-line.ts';

/** Two or more blanks, of any width; among them letters and signs that are drawn as nothing. */
const BLANKS = /[\p{Zs}\u115f\u1160\u2800\u3164\uffa0]{2,}/gu;

/**
 * As `oneLine`, with each run of blanks as two signs. On a screen a run could push the words after it to the start of a
 * line, where they would look like one of ours, or like a command to copy.
 */
export function compactLine(text: string): string {
  return oneLine(text).replace(BLANKS, '␣␣');
}
