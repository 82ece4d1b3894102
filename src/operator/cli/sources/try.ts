import { UnreadableFileError } from '../../../sources/files/file-bytes.ts';
import { MalformedFileError } from '../../send/malformed-file-error.ts';
import { openFile, shownName } from '../../sources/open-file.ts';
import { loadSource } from '../../sources/source-folder.ts';
import { type TriedRecord, type TriedSource, trySource } from '../../sources/try-source.ts';
import { exitCode } from '../exit-code.ts';
import { counted } from '../format.ts';
import { faultText, progressText } from '../hire-file-text.ts';
import type { Style } from '../host.ts';
import { printable } from '../printable.ts';
import { tableOf } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { wrap } from '../wrap.ts';

export interface Options {
  readonly limit: number;
  readonly only?: 'problems';
}

const labels = { hire: 'hire', 'left-out': 'left out', refused: 'refused' } as const;
const colours = { hire: 'green', 'left-out': 'gray', refused: 'red' } as const;

export async function tryFile(
  name: string,
  path: string,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const source = await loadSource(name);
  const shown: TriedRecord[] = [];
  const onRecord = (tried: TriedRecord) => {
    const isWanted = options.only === undefined || tried.kind === 'refused';
    if (isWanted && shown.length < options.limit) shown.push(tried);
  };
  const tried = await terminal.progress(`Read ${shownName(path)}`, async (show) =>
    trySource(source, await openFile(path), onRecord, (records, bytes) =>
      show(progressText(records, bytes)),
    ).catch((error) => {
      if (!(error instanceof UnreadableFileError)) throw error;
      throw new MalformedFileError(shownName(path), error.faults, { cause: error });
    }),
  );
  terminal.printJson({ ...tried, records: shown });
  if (shown.length > 0)
    terminal.print(() =>
      tableOf(['#', 'line', 'record', 'hire or reason'], rowsOf(shown, terminal.style), terminal),
    );
  for (const sentence of sentencesAbout(tried, shown.length, options))
    terminal.print(wrap(sentence, terminal.columns));
  const { hire, refused, 'left-out': leftOut } = tried.counts;
  const isEmpty = hire + refused + leftOut === 0;
  return refused > 0 || isEmpty ? exitCode.problem : exitCode.done;
}

function rowsOf(shown: readonly TriedRecord[], style: Style): readonly string[][] {
  return shown.map((tried) => {
    const { record, line, kind } = tried;
    return [String(record), String(line), style(colours[kind], labels[kind]), detailOf(tried)];
  });
}

function detailOf(tried: TriedRecord): string {
  if (tried.kind === 'refused') return tried.faults.map(faultText).join('\n');
  if (tried.kind === 'left-out') return '';
  const fields = Object.entries(tried.hire).map(([field, value]) => `${field}: ${value}`);
  return fields.map((field) => printable(field)).join('\n');
}

function sentencesAbout(
  { shape, counts, unknownColumns, rowsAboveHeader }: TriedSource,
  shownRecords: number,
  { only }: Options,
): readonly string[] {
  const all = counts.hire + counts['left-out'] + counts.refused;
  const wanted = only === undefined ? all : counts.refused;
  return [
    `${counted(all, 'record')}: ${counted(counts.hire, 'hire')}, ${counts['left-out']} left out, ${counts.refused} refused`,
    ...(shownRecords < wanted ? [`${shownRecords} of ${wanted} are shown: see --limit.`] : []),
    ...(all === 0 ? ['The file has no record: check whether all of it was exported.'] : []),
    `It is read as ${shape}.`,
    ...(rowsAboveHeader === 0
      ? []
      : [`Not read: ${counted(rowsAboveHeader, 'row')} above the header.`]),
    ...(unknownColumns.length === 0
      ? []
      : [
          `Columns that are not needed: ${unknownColumns.map((name) => printable(name)).join(', ')}.`,
        ]),
  ];
}
