import * as z from 'zod/mini';
import { DATE_ORDERS } from './expressions/dates.ts';

const text = (rule: string) => z.string(rule).check(z.regex(/\S/, rule));
const header = text('must be the header of a column, as text');
const columnName = z
  .string()
  .check(z.regex(/^[A-Za-z]\w*$/, 'must be named by letters and digits'));
const expression = z.string('must be a JSONata expression as text; put it in quotes');
const title = text('must be text; say what the system or the file is called');
const records = z
  .string('must be names with dots between them, such as d.results')
  .check(z.regex(/^[^.]+(\.[^.]+)*$/, 'must be names with dots between them, such as d.results'));
const hire = z
  .record(z.string(), expression, 'must map fields of a hire to expressions')
  .check(
    z.refine((fields) => Object.hasOwn(fields, 'emailAddress'), 'must map emailAddress; add it'),
  );

const csvShape = z.strictObject(
  {
    about: title,
    format: z.literal('csv'),
    columns: z.record(
      columnName,
      z.union([header, z.array(header)], 'must be a header, or a list of headers'),
      'must map names to the headers of columns',
    ),
    needed: z
      .array(z.string(), 'must list the columns without which the file is another one')
      .check(z.minLength(1, 'must list at least one column')),
    only: z.optional(expression),
    hire,
  },
  { error: wrongObject },
);
const jsonShape = z
  .strictObject(
    {
      about: title,
      format: z.literal('json'),
      records: z.optional(records),
      recognise: expression,
      only: z.optional(expression),
      lacks: z.optional(text('must be text; say what the records lack, and what to do')),
      hire: z.optional(hire),
    },
    { error: wrongObject },
  )
  .check(
    z.refine(
      (shape) => (shape.hire === undefined) !== (shape.lacks === undefined),
      'must have hire; or lacks, if no record of it can be a hire',
    ),
  );

/** A file of `sources/`, before its expressions are compiled. */
export const sourceFile = z.strictObject(
  {
    title,
    dates: z.optional(z.enum(DATE_ORDERS, `must be one of ${DATE_ORDERS.join(', ')}`)),
    elevated: z.optional(z.boolean('must be true or false')),
    shapes: z
      .array(
        z.discriminatedUnion(
          'format',
          [csvShape, jsonShape],
          'must be a shape with format: csv or format: json',
        ),
        'must be a list of shapes',
      )
      .check(z.minLength(1, 'must list at least one shape')),
  },
  { error: wrongObject },
);

export type ShapeText = z.output<typeof csvShape> | z.output<typeof jsonShape>;

function wrongObject(issue: { readonly code?: string }) {
  if (issue.code !== 'unrecognized_keys') return 'must be a mapping of keys to values; correct it';
  return 'is no key of a source; correct or remove it';
}
