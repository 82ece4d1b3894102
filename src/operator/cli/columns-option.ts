import { InvalidArgumentError, Option } from 'commander';
import { COLUMN_FIELDS } from '../send/column-fields.ts';

/** A field, and the header of its column: `"` may stand around one that has a comma. */
const ENTRY = /^([A-Za-z]+)=(?:"([^"]+)"|([^",]+))(?:,|$)/;

/** `--columns`, of the commands that read a file of hires. */
export function columnsOption(): Option {
  return new Option(
    '--columns <field=header,…>',
    'for a CSV file with other headers: the header of each field',
  )
    .argParser(readColumns)
    .conflicts('source');
}

/** `emailAddress="Work Email",firstName=Vorname`: for fields of a hire, the headers of their columns. */
export function readColumns(text: string): ReadonlyMap<string, string> {
  const columns = new Map<string, string>();
  for (let rest = text; rest !== ''; ) {
    const [entry, field, inQuotes, bare] = ENTRY.exec(rest) ?? [];
    if (entry === undefined || field === undefined || !COLUMN_FIELDS.includes(field))
      throw new InvalidArgumentError(
        `It must be such as emailAddress="Work Email",firstName=Vorname, with fields of ${COLUMN_FIELDS.join(', ')}.`,
      );
    columns.set(field, (inQuotes ?? bare ?? '').trim());
    rest = rest.slice(entry.length);
  }
  return columns;
}
