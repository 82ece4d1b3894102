import { sourceCommand } from './source-command.ts';

export const sourcesListCommand = sourceCommand({
  name: 'list',
  summary: 'Lists the HR systems whose files Joiner reads.',
  examples: ['sources list', 'sources list --json'],
  json: '{ sources: [{ name, title, shapes: [{ about, format, lacks? }] }] }',
  exits: '0 listed, 2 a source file has a fault',
}).action(async () => {
  const { list } = await import('./list.ts');
  process.exitCode = await list(sourcesListCommand.opts());
});
