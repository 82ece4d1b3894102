import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailedMessage } from '../../failed/failed-message.ts';
import { commandOf, withCommands } from '../command-text.ts';
import { shellQuoted } from '../printable.ts';
import type { Terminal } from '../terminal.ts';

/** Keeps an edited text that was not sent, prints where it is and how to send it, and returns the path. */
export async function keepText(
  text: string,
  { id }: Pick<FailedMessage, 'id'>,
  terminal: Terminal,
): Promise<string> {
  // Readable by its owner only: it holds personal data.
  const folder = await mkdtemp(join(tmpdir(), 'joiner-unsent-'));
  const path = join(folder, 'hire.json');
  await writeFile(path, text, { mode: 0o600 });
  terminal.note(
    withCommands(
      `Your text is not sent. It is kept in ${path}, readable by you only. If \`joiner failed list\` still shows the message, send it with the command below, and then delete the file.`,
      `EDITOR=${shellQuoted(`cp ${shellQuoted(path)}`)} ${commandOf('failed', 'edit', id)}`,
    ),
  );
  return path;
}
