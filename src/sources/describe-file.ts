import { readDialect } from './files/csv-dialect.ts';
import { quoted, shownHeaders } from './files/csv-header.ts';
import type { TextFile } from './files/text-file.ts';
import { type Recognised, recognise } from './recognise.ts';
import type { Columns, Shape, Source } from './source.ts';

const NO_COLUMNS: Columns = { headers: new Map(), needed: [] };

/** Which source a file is of, and how to say so. */
export function looksLike({ source, shape }: Recognised): string {
  return `looks like ${source.title} (${shape.about}): try --source ${source.name}`;
}

/**
 * Why a file is not of a source: the source that it is of, or what the source needs and which of that the file has.
 * Nothing in it is out of the file: a file without a header has people in the place of one, and reasons are published.
 */
export async function describeOther(
  text: TextFile,
  { name, shapes }: Source,
  sources: readonly Source[],
): Promise<string> {
  const [other] = await recognise(text, sources);
  if (other) return `is not a file of ${name}; it ${looksLike(other)}`;
  const needs = shapes.map((shape) => {
    if (shape.format === 'json') return shape.about;
    return `${shape.about}, with the columns ${quoted(preferred(shape.columns.needed, shape.columns))}`;
  });
  const rule = `is not a file of ${name}, which is ${needs.join('; or ')}`;
  const columns = csvColumns(shapes);
  const found = text.format === 'csv' ? readDialect(text.head, columns).header?.places.keys() : [];
  const headers = preferred([...(found ?? [])], columns);
  return headers.length === 0 ? rule : `${rule}. Of its columns, it has ${quoted(headers)}`;
}

/** As `describeOther`, and with the headers of the file: for the screen of the operator who has it, and nowhere else. */
export async function describeOtherOnScreen(
  text: TextFile,
  source: Source,
  sources: readonly Source[],
): Promise<string> {
  const rule = await describeOther(text, source, sources);
  const [other] = await recognise(text, sources);
  if (other || text.format === 'json') return rule;
  const { header } = readDialect(text.head, csvColumns(source.shapes));
  const seen = header && shownHeaders(header.row);
  return seen === undefined ? rule : `${rule}. Columns: ${seen}`;
}

function csvColumns(shapes: readonly Shape[]): Columns {
  return shapes.find((shape) => shape.format === 'csv')?.columns ?? NO_COLUMNS;
}

/** Headers as the source has them. */
function preferred(names: readonly string[], { headers }: Columns): readonly string[] {
  return names.map((name) => headers.get(name)?.[0] ?? name);
}
