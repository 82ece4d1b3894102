import { readDialect } from './files/csv-dialect.ts';
import { quoted, shownHeaders } from './files/csv-header.ts';
import type { TextFile } from './files/text-file.ts';
import { type Recognised, recognise } from './recognise.ts';
import type { Columns, Source } from './source.ts';

const NO_COLUMNS: Columns = { headers: new Map(), needed: [] };

/** Which source a file is of, and how to say so. */
export function looksLike({ source, shape }: Recognised): string {
  return `looks like ${source.title} (${shape.about}): try --source ${source.name}`;
}

/** Why a file is not of a source: the source that it is of, or what the source needs and the file has. */
export async function describeOther(
  text: TextFile,
  { name, shapes }: Source,
  sources: readonly Source[],
): Promise<string> {
  const [other] = await recognise(text, sources);
  if (other) return `is not a file of ${name}; it ${looksLike(other)}`;
  const needs = shapes.map((shape) => {
    if (shape.format === 'json') return shape.about;
    const headers = shape.columns.needed.map((one) => shape.columns.headers.get(one)?.[0] ?? one);
    return `${shape.about}, with the columns ${quoted(headers)}`;
  });
  const rule = `is not a file of ${name}, which is ${needs.join('; or ')}`;
  if (text.format === 'json') return rule;
  const csv = shapes.find((shape) => shape.format === 'csv');
  const { header } = readDialect(text.head, csv?.columns ?? NO_COLUMNS);
  const seen = header && shownHeaders(header.row);
  return seen === undefined ? rule : `${rule}. Columns: ${seen}`;
}
