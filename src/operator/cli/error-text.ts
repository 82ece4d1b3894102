import { screenText } from './printable.ts';
import { wrapText } from './wrap.ts';

/** Text for standard error: wrapped for a terminal, and as it is where a program or a log takes it. */
export function errorText(text: string, columns: number | undefined): string {
  const shown = screenText(text);
  return columns ? wrapText(shown, columns) : shown;
}
