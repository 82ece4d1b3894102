import type { FileProgress, FileState } from '../../../intake/file-progress.ts';
import { type FoundFiles, fileIdOf, findFiles } from '../../intake/find-files.ts';
import { commandOf, withCommands } from '../command-text.ts';
import { exitCode } from '../exit-code.ts';
import { counted, timeText } from '../format.ts';
import type { CommandContext } from '../on-stack.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import { wrap } from '../wrap.ts';
import { countsText, fileJson, fileName, isEmpty, stateText } from './file-text.ts';
import { listMissed } from './list-missed.ts';

interface Options {
  readonly source?: string;
  readonly state?: FileState;
  readonly missed?: true;
}

export async function list(
  { source, state, missed }: Options,
  ctx: CommandContext,
): Promise<number> {
  if (missed) return listMissed(ctx);
  const { stack, terminal, signal } = ctx;
  const { files, broken } = await terminal.progress('Read the files', (show) =>
    findFiles(stack, { signal, onProgress: (read) => show(`${counted(read, 'item')} read`) }),
  );
  const shown = files.filter(
    (file) =>
      (source === undefined || file.source === source) &&
      (state === undefined || file.state === state),
  );
  terminal.printJson({ files: shown.map(fileJson), broken });
  const { columns } = terminal;
  if (shown.length > 0) terminal.print(() => tableFor(shown, columns));
  terminal.print(shown.length === 0 ? 'No files.' : `${counted(shown.length, 'file')}.`);
  const waiting = shown.find((file) => file.state === 'waiting');
  if (waiting) terminal.note(waitingText(waiting));
  const empty = shown.filter(isEmpty).length;
  if (empty > 0)
    terminal.note(
      wrap(
        `${counted(empty, 'file')} without a record. Where people are missing, export it again.`,
        columns,
      ),
    );
  noteBroken(broken, (text) => terminal.note(wrap(text, columns)));
  return waiting || broken.length > 0 ? exitCode.problem : exitCode.done;
}

function tableFor(files: readonly FileProgress[], columns: number): string {
  const rows = files.map((file) => [
    fileIdOf(file).slice(0, 8),
    timeText(file.askedAtMs),
    printable(file.source),
    fileName(file),
    stateText(file),
    countsText(file),
  ]);
  return tableOf(['id', 'put', 'source', 'file', 'state', 'records'], rows, { columns });
}

function waitingText(file: FileProgress): string {
  return withCommands(
    'Nothing of a file that waits is sent. If its counts are not right, put a corrected file into the bucket. If they are:',
    commandOf('intake', 'approve', fileIdOf(file).slice(0, 8), '--why', 'TEXT'),
  );
}

function noteBroken(keys: FoundFiles['broken'], note: (text: string) => void): void {
  if (keys.length > 0)
    note(
      `${counted(keys.length, 'item')} of the table cannot be read: ${keys.map((key) => printable(key)).join(', ')}. Delete such an item: its file is then taken from its start.`,
    );
}
