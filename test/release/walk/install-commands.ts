export interface InstallCommand {
  /** The heading that it is below. */
  readonly section: string;
  readonly command: string;
}

const HEADING = /^## (?<section>.*)$/;
const HEREDOC = /<<'(?<end>\w+)'$/;

/** The commands of `install.md`, in their order: what its blocks of shell have, one by one. */
export function installCommands(page: string): readonly InstallCommand[] {
  const commands: InstallCommand[] = [];
  let section = '';
  let isShell = false;
  let open: { lines: string[]; end?: string | undefined } | undefined;
  for (const line of page.split('\n')) {
    section = HEADING.exec(line)?.groups?.['section'] ?? section;
    if (line.startsWith('```')) {
      isShell = line === '```sh';
      continue;
    }
    if (!isShell) continue;
    open ??= { lines: [], end: HEREDOC.exec(line)?.groups?.['end'] };
    open.lines.push(line);
    const isOver = open.end === undefined ? !line.endsWith('\\') : line === open.end;
    if (!isOver) continue;
    commands.push({ section, command: open.lines.join('\n') });
    open = undefined;
  }
  return commands;
}
