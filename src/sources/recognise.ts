import type { JsonObject } from '../contracts/envelopes.ts';
import { type CsvDialect, readDialect } from './files/csv-dialect.ts';
import { type CsvHeader, headerOfObject, isComplete } from './files/csv-header.ts';
import { splitJson } from './files/json-records.ts';
import type { TextFile } from './files/text-file.ts';
import { withoutLongTexts } from './long-texts.ts';
import type { Columns, CsvShape, JsonShape, Source } from './source.ts';

/** A shape of a source that fits a file, with what was found out about it. */
export type Recognised = {
  readonly source: Source;
  readonly score: Score;
} & RecognisedShape;

/** How well a shape fits a file. */
interface Score {
  /** Of its header; 1 where there is none. */
  readonly line: number;
  /** How many of its columns the file has, or how many names lead to its records. */
  readonly found: number;
}

export type RecognisedShape =
  | { readonly shape: CsvShape; readonly dialect: CsvDialect; readonly header: CsvHeader }
  /** Rows of its files, each as an object of its cells. */
  | { readonly shape: CsvShape; readonly rows: Columns }
  | { readonly shape: JsonShape };

/** The shapes that fit a file, the best of each source, the best one first. */
export async function recognise(
  text: TextFile,
  sources: readonly Source[],
): Promise<readonly Recognised[]> {
  const best = await Promise.all(sources.map((source) => recogniseAs(text, source)));
  return bestFirst(best.filter((one) => one !== undefined));
}

/** The shape whose header stands first: a row below the header of a file may be a header of another source, by a name. */
export function bestFirst(recognised: readonly Recognised[]): readonly Recognised[] {
  return recognised.toSorted(
    ({ score: one }, { score: other }) => one.line - other.line || other.found - one.found,
  );
}

/** The shape of a source that fits a file best; undefined if none does. */
export async function recogniseAs(text: TextFile, source: Source): Promise<Recognised | undefined> {
  const fitting: Recognised[] = [];
  for (const shape of source.shapes) {
    const one = shape.format === 'csv' ? asCsv(text, shape) : await asJson(text, shape);
    if (one) fitting.push({ source, ...one });
  }
  return bestFirst(fitting)[0];
}

/**
 * The shape of a source that records fit which were taken out of their file: without what was around them, or a row
 * as an object of its cells. So comes back what was rejected. Undefined if none does.
 */
export async function recogniseOriginals(
  text: TextFile,
  source: Source,
): Promise<Recognised | undefined> {
  if (text.format !== 'json') return undefined;
  const record = await firstRecord(text, []);
  if (record === undefined) return undefined;
  const fitting: Recognised[] = [];
  for (const shape of source.shapes) {
    const one = shape.format === 'csv' ? asRow(record, shape) : await asRecord(record, shape);
    if (one) fitting.push({ source, ...one });
  }
  return bestFirst(fitting)[0];
}

function asRow(record: JsonObject, shape: CsvShape) {
  const { columns } = shape;
  const header = headerOfObject(record, columns);
  if (!isComplete(header, columns)) return undefined;
  return { shape, rows: columns, score: { line: 1, found: header.places.size } };
}

async function asRecord(record: JsonObject, shape: JsonShape) {
  const isOfShape = await isRecognisedBy(shape, record);
  return isOfShape ? { shape: { ...shape, records: [] }, score: { line: 1, found: 0 } } : undefined;
}

async function isRecognisedBy({ recognise: expression }: JsonShape, record: JsonObject) {
  const result = await expression.evaluate(withoutLongTexts(record)).catch(() => false);
  return result === true;
}

function asCsv({ format, head }: TextFile, shape: CsvShape) {
  if (format !== 'csv') return undefined;
  const { dialect, header } = readDialect(head, shape.columns);
  if (!header || !isComplete(header, shape.columns)) return undefined;
  return { shape, dialect, header, score: { line: header.row.line, found: header.places.size } };
}

async function asJson(text: TextFile, shape: JsonShape) {
  if (text.format !== 'json') return undefined;
  const record = await firstRecord(text, shape.records);
  if (record === undefined) return undefined;
  const isOfShape = await isRecognisedBy(shape, record);
  return isOfShape ? { shape, score: { line: 1, found: shape.records.length } } : undefined;
}

/** The first record at the end of a path, if it is whole within the file's head. */
export async function firstRecord(
  { head, isLines }: TextFile,
  path: readonly string[],
): Promise<JsonObject | undefined> {
  for await (const { text, fault } of splitJson(only(head), { path, isLines }))
    return fault === undefined ? parseRecord(text) : undefined;
  return undefined;
}

/** The object that a text is; undefined if it is none. */
export function parseRecord(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject ? (json as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}
