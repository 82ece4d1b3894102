import { screenText } from './printable.ts';
import { wrap } from './wrap.ts';

/** Of a command to be copied. Lists have less. */
const COMMAND_INDENT = '    ';

/**
 * Text for standard error: wrapped for a terminal, and as it is where a program or a log takes it. A command on a line
 * of its own stays as it is.
 */
export function errorText(text: string): string {
  const { columns } = process.stderr;
  const shown = screenText(text);
  if (!columns) return shown;
  const lines = shown.split('\n');
  return lines
    .map((line) => (line.startsWith(COMMAND_INDENT) ? line : wrap(line, columns)))
    .join('\n');
}
