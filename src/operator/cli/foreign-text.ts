import { oneLine } from '../../contracts/one-line.ts';
import { wrap } from './wrap.ts';

/** Before each line of foreign text. Without it, a line could look like one of ours, or like a command to copy. */
const GUTTER = '│ ';
const NARROWEST = 8;

/** Foreign text with its lines, such as the body of a message. A line that the terminal would break is broken here. */
export function foreignText(text: string, columns: number): string {
  return foreignLines(text, columns).join('\n');
}

export function foreignLines(text: string, columns: number): readonly string[] {
  const width = Math.max(columns - GUTTER.length, NARROWEST);
  return text
    .split('\n')
    .flatMap((line) => wrap(oneLine(line), width).split('\n'))
    .map((line) => `${GUTTER}${line}`.trimEnd());
}
