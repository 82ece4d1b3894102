import { type JsonSchema as PlainJsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';

/** A JSON Schema document, or a part of one. */
export type JsonSchema = PlainJsonSchema & {
  readonly deprecated?: boolean;
  readonly contentSchema?: object;
};

type Schema = v.GenericSchema;
/** What a document says of a schema beyond its rules. The function would load these texts and never show them. */
export type Docs = ReadonlyMap<object, JsonSchema>;

/** Of the schemas with parts, as valibot has them. */
interface Parts {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly wrapped?: Schema;
  readonly options?: readonly Schema[];
  readonly literal?: unknown;
}

/** The input that a schema accepts, as JSON Schema 2020-12. A rule that has no keyword there comes from its docs. */
export function documentedSchema(schema: Schema, docs: Docs): JsonSchema {
  const jsonSchema = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema, jsonSchema: written }) => {
      const parts = valibotSchema as unknown as Parts;
      Object.assign(written, docs.get(valibotSchema));
      documentParts(parts, written, docs);
      if (parts.type === 'literal') return { type: typeof parts.literal, ...written } as JsonSchema;
      if (written.required?.length === 0) delete written.required;
      return written;
    },
  });
  // It shares lists of values with the schema, and its parts share some, too.
  return JSON.parse(JSON.stringify(Object.assign(jsonSchema, docs.get(schema))));
}

/** A pipe is written in parts, so whatever holds it documents it. */
function documentParts(
  { entries = {}, item, wrapped, options = [] }: Parts,
  written: JsonSchema,
  docs: Docs,
): void {
  const add = (to: unknown, schema: object) => Object.assign(Object(to), docs.get(schema));
  for (const [name, entry] of Object.entries(entries)) add(written.properties?.[name], entry);
  if (item) add(written.items, item);
  if (wrapped) add(written, wrapped);
  for (const [index, option] of options.entries())
    if (typeof option === 'object') add((written.anyOf ?? written.oneOf)?.[index], option);
}
