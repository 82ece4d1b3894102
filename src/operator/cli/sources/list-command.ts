import type { OptionValues } from 'commander';
import type { Host } from '../host.ts';
import { terminalFor } from '../terminal.ts';
import { sourceCommand } from './source-command.ts';

export const sourcesListCommand = (host: Host) =>
  sourceCommand({
    name: 'list',
    summary: 'Lists the HR systems whose files Joiner reads.',
    examples: ['sources list', 'sources list --json'],
    json: '{ sources: [{ name, title, shapes: [{ about, format, lacks? }] }] }',
    exits: '0 listed, 2 a source file has a fault',
  }).action(async (options: OptionValues) => {
    const { list } = await import('./list.ts');
    host.setExitCode(await list(terminalFor(host, options)));
  });
