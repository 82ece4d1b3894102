import * as v from 'valibot';
import { isUnknownKey } from '../contracts/object-issues.ts';
import { DATE_ORDERS } from './expressions/dates.ts';

const text = (rule: string) => v.pipe(v.string(rule), v.regex(/\S/, rule));
const header = text('must be the header of a column, as text');
const columnName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]\w*$/, 'must be named by letters and digits'),
);
const expression = v.string('must be a JSONata expression as text; put it in quotes');
const title = text('must be text; say what the system or the file is called');
const RECORDS_RULE = 'must be names with dots between them, such as d.results';
const records = v.pipe(v.string(RECORDS_RULE), v.regex(/^[^.]+(\.[^.]+)*$/, RECORDS_RULE));
const NOT_NAMES = ['__proto__', 'constructor', 'prototype'];
// valibot would drop such a key.
const withNames = v.custom<unknown>(
  (value) => !NOT_NAMES.some((name) => Object.hasOwn(Object(value), name)),
  `must have no key named ${NOT_NAMES.join(', ')}; rename or remove it`,
);
const hire = v.pipe(
  withNames,
  v.record(v.string(), expression, 'must map fields of a hire to expressions'),
  v.check((fields) => Object.hasOwn(fields, 'emailAddress'), 'must map emailAddress; add it'),
);

const csvShape = v.strictObject(
  {
    about: title,
    format: v.literal('csv'),
    columns: v.pipe(
      withNames,
      v.record(
        columnName,
        v.union([header, v.array(header)], 'must be a header, or a list of headers'),
        'must map names to the headers of columns',
      ),
    ),
    needed: v.pipe(
      v.array(
        v.string('must be the name of a column, as text; put it in quotes'),
        'must list the columns without which the file is another one',
      ),
      v.minLength(1, 'must list at least one column'),
    ),
    only: v.optional(expression),
    hire,
  },
  wrongObject,
);
const jsonShape = v.pipe(
  v.strictObject(
    {
      about: title,
      format: v.literal('json'),
      records: v.optional(records),
      recognise: expression,
      only: v.optional(expression),
      lacks: v.optional(text('must be text; say what the records lack, and what to do')),
      hire: v.optional(hire),
    },
    wrongObject,
  ),
  v.check(
    (shape) => (shape.hire === undefined) !== (shape.lacks === undefined),
    'must have hire; or lacks, if no record of it can be a hire',
  ),
);

/** A file of `sources/`, before its expressions are compiled. */
export const sourceFile = v.strictObject(
  {
    title,
    dates: v.optional(v.picklist(DATE_ORDERS, `must be one of ${DATE_ORDERS.join(', ')}`)),
    elevated: v.optional(v.boolean('must be true or false')),
    shapes: v.pipe(
      v.array(
        v.variant(
          'format',
          [csvShape, jsonShape],
          'must be a shape with format: csv or format: json',
        ),
        'must be a list of shapes',
      ),
      v.minLength(1, 'must list at least one shape'),
    ),
  },
  wrongObject,
);

export type ShapeText = v.InferOutput<typeof csvShape> | v.InferOutput<typeof jsonShape>;

function wrongObject(issue: v.StrictObjectIssue) {
  if (isUnknownKey(issue)) return 'is no key of a source; correct or remove it';
  return 'must be a mapping of keys to values; correct it';
}
