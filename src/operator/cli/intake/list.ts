import { Option } from 'commander';
import { FILE_STATES, type FileProgress, type FileState } from '../../../intake/file-progress.ts';
import { type FoundFiles, fileIdOf, findFiles } from '../../intake/find-files.ts';
import { withCommands } from '../command-text.ts';
import { exitCode } from '../exit-code.ts';
import { counted, timeText } from '../format.ts';
import { helpText } from '../help-text.ts';
import { type CommandContext, onStack, stackCommand } from '../on-stack.ts';
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

export const intakeListCommand = stackCommand({
  name: 'list',
  summary: 'Lists the files of the intake of the last 40 days, the newest first.',
  examples: [
    'intake list --stack joiner-prod',
    'intake list --state waiting --stack joiner-prod',
    'intake list --source bamboohr --local --json',
    'intake list --missed --stack joiner-prod',
  ],
  json: '{ files: [{ id, source, objectKey, versionId, size, state: "counting" | "waiting" | "approved" | "sending" | "done", end?: "sent" | "unreadable" | "gone", done, counts: { new, changed, sent, known, superseded, leftOut, rejected }, rowsAboveHeader?, askedAt, startedAt, updatedAt, approvedBy?, why? }], broken: [key] }; with --missed { missed: [{ objectKey, versionId, size, putAt }], checked, isCutOff }',
  exits:
    '0 no file waits for an approval, 1 at least one does, or an item cannot be read; with --missed, 1 at least one object is missed',
})
  .option('--source <name>', 'only those of this HR system')
  .addOption(new Option('--state <state>', 'only those in this state').choices(FILE_STATES))
  .addOption(
    new Option(
      '--missed',
      'the objects of the bucket that the intake should know, and does not',
    ).conflicts(['source', 'state']),
  )
  .addHelpText(
    'after',
    helpText(
      '\nOf a file that is counted, or waits: `new` are people of whom nothing was sent before, and people whom the file repeats with other data; `changed` are people of whom other data was sent before. Of one that is sent: `sent` are the hires that it sent. `known`: the same was sent before. `superseded`: something else was asked for later. `left out`: no hires, says the source. Rows above the header, as titles are, are not read.',
      "\n--missed compares the bucket with the files that the intake knows. It lists each version of an object that was put more than an hour ago and that the intake has not begun: no record of it was sent. S3's notification of it was lost, or is a failed message.",
    ),
  )
  .action(() =>
    onStack(intakeListCommand.opts(), (ctx) => {
      const options = intakeListCommand.opts<Options>();
      return options.missed ? listMissed(ctx) : list(options, ctx);
    }),
  );

async function list(
  { source, state }: Options,
  { stack, terminal, signal }: CommandContext,
): Promise<number> {
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
    `joiner intake approve ${fileIdOf(file).slice(0, 8)} --why TEXT`,
  );
}

function noteBroken(keys: FoundFiles['broken'], note: (text: string) => void): void {
  if (keys.length > 0)
    note(
      `${counted(keys.length, 'item')} of the table cannot be read: ${keys.map((key) => printable(key)).join(', ')}. Delete such an item: its file is then taken from its start.`,
    );
}
