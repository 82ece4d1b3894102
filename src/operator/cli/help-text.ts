import { screenColumns } from './terminal.ts';
import { wrap } from './wrap.ts';

/**
 * Help below the options of a command, for `addHelpText`: each line is a paragraph, wrapped when it is shown. Indented
 * lines stay as they are, as they are commands to be copied.
 */
export function helpText(...paragraphs: readonly string[]): () => string {
  const lines = paragraphs.flatMap((text) => text.split('\n'));
  return () =>
    lines.map((line) => (line.startsWith('  ') ? line : wrap(line, screenColumns()))).join('\n');
}
