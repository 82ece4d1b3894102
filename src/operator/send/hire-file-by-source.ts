import { unwrap } from '../../contracts/envelopes.ts';
import { readOptionsFor } from '../../intake/read-options.ts';
import { describeOtherOnScreen, looksLike } from '../../sources/describe-file.ts';
import { readDialect } from '../../sources/files/csv-dialect.ts';
import { UnreadableFileError } from '../../sources/files/file-bytes.ts';
import type { TextFile } from '../../sources/files/text-file.ts';
import { mapRecord } from '../../sources/map-record.ts';
import { readRecords } from '../../sources/read-records.ts';
import {
  firstRecord,
  recognise,
  recogniseAs,
  recogniseOriginals,
} from '../../sources/recognise.ts';
import type { Source } from '../../sources/source.ts';
import { type OnReadingProgress, readingProgress } from '../sources/reading-progress.ts';
import { loadSource, loadSources } from '../sources/source-folder.ts';
import { COLUMN_FIELDS } from './column-fields.ts';
import { contractColumns, headerNotes } from './hire-file-csv.ts';
import type { HireFileContent, HireMessage, RefusedRecord } from './hire-message.ts';

/** The name that stands for no source: the file names the fields of the contract. */
const CONTRACT = 'contract';

export interface SourcedOptions {
  /** The name of a source, the path of its file, or `contract`. Without it, the file decides. */
  readonly source?: string;
  /** Whether a file that looks like a source's is read by it. Otherwise it is refused, with the name of the source. */
  readonly usesRecognised?: boolean;
  /**
   * The types of events that the stack accepts, where the hires are to be sent; none for any type. A hire that comes of
   * a record has no envelope, so that the stack could not refuse its type.
   */
  readonly acceptedEventTypes?: readonly string[];
  readonly onProgress?: OnReadingProgress;
}

/**
 * The source by which a file is read; undefined where it is written as the contract says.
 * @throws {UnreadableFileError} if it looks like a source's file, and none was named
 */
export async function sourceOf(
  text: TextFile,
  { source: name, usesRecognised = false }: SourcedOptions,
): Promise<Source | undefined> {
  if (name === CONTRACT) return undefined;
  if (name !== undefined) return loadSource(name);
  if (await isOfContract(text)) return undefined;
  const [best] = await recognise(text, await loadSources());
  if (best === undefined || usesRecognised) return best?.source;
  throw new UnreadableFileError([
    { rule: `${looksLike(best)}, or --source ${CONTRACT} to take it as it is` },
  ]);
}

/** The file has fields of the contract and nothing else, so that no source needs to be tried. */
async function isOfContract(text: TextFile): Promise<boolean> {
  if (text.format === 'csv') {
    const { header } = readDialect(text.head, contractColumns());
    const isNamed = header?.places.has('emailAddress') === true && header.unknown.length === 0;
    return isNamed && header.fault === undefined;
  }
  const first = await firstRecord(text, []);
  if (first === undefined) return false;
  const unwrapped = unwrap(JSON.stringify(first));
  if (unwrapped.kind === 'refused') return true;
  const names = Object.keys(unwrapped.content);
  return names.every((name) => COLUMN_FIELDS.includes(name) || name === 'ApiAccess');
}

/**
 * The hires of a file, mapped record by record.
 * @throws {UnreadableFileError} if the source does not describe the file, or it has an event in an envelope where types
 * of events are accepted
 */
export async function readBySource(
  text: TextFile,
  source: Source,
  { acceptedEventTypes = [], onProgress }: SourcedOptions,
): Promise<HireFileContent> {
  const recognised = (await recogniseAs(text, source)) ?? (await recogniseOriginals(text, source));
  if (!recognised) {
    const rule = await describeOtherOnScreen(text, source, await loadSources());
    throw new UnreadableFileError([{ rule }]);
  }
  const messages: HireMessage[] = [];
  const refused: RefusedRecord[] = [];
  let leftOut = 0;
  const reading = readingProgress(text, onProgress);
  const options = readOptionsFor(acceptedEventTypes);
  for await (const one of readRecords(reading.text, recognised, options)) {
    const { line } = one;
    const mapped =
      'record' in one
        ? await mapRecord(recognised.shape, one.record)
        : ({ kind: 'refused', faults: [{ rule: one.fault }] } as const);
    if (mapped.kind === 'hire')
      messages.push({ line, body: JSON.stringify(mapped.hire), source: source.name });
    else if (mapped.kind === 'refused') refused.push({ line, faults: mapped.faults });
    else leftOut += 1;
    reading.countRecord();
  }
  const { title } = source;
  const notes = [
    `It is read as ${title}: ${recognised.shape.about}.`,
    ...('header' in recognised ? headerNotes(recognised.header) : []),
  ];
  return { messages, faults: [], refused, leftOut, notes };
}
