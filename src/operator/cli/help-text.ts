import type { AddHelpTextContext } from 'commander';
import { COLUMNS_WITHOUT_TERMINAL } from './terminal.ts';
import { wrap } from './wrap.ts';

/**
 * Help below the options of a command, for `addHelpText`: each line is a paragraph, wrapped when it is shown, to the
 * width that the command shows its own help in. Indented lines stay as they are, as they are commands to be copied.
 */
export function helpText(
  ...paragraphs: readonly string[]
): (context: Pick<AddHelpTextContext, 'command'>) => string {
  const lines = paragraphs.flatMap((text) => text.split('\n'));
  return ({ command }) => {
    const width = command.configureOutput().getOutHelpWidth?.() || COLUMNS_WITHOUT_TERMINAL;
    return lines.map((line) => (line.startsWith('  ') ? line : wrap(line, width))).join('\n');
  };
}
