import * as v from 'valibot';
import schema from '../../../schemas/new-hire.schema.json' with { type: 'json' };
import type { JsonObject } from '../../contracts/envelopes.ts';
import { newHireFields } from '../../contracts/new-hire.ts';
import { profileFields } from '../../contracts/profile.ts';

/** A field of the contract, for a form. */
export interface HireField {
  readonly name: string;
  readonly title: string;
  /** What the contract says about it. */
  readonly rule: string;
  /** The values that it may have, where these are few. */
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly example: string;
}

interface SchemaOfField {
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly (string | null)[];
  readonly deprecated?: boolean;
  readonly examples?: readonly string[];
}

/** A correction keeps its request. */
const NOT_EDITED = 'requestId';

const properties: Readonly<Record<string, SchemaOfField>> = schema.properties;
const rules = { ...newHireFields.entries, ...profileFields.entries };

/** The fields of an account, and those of a profile that the hire has; a former name only where it is used. */
export function fieldsFor(content: JsonObject): readonly HireField[] {
  return Object.entries(properties)
    .filter(([name, { deprecated = false }]) => {
      const isPart = name in newHireFields.entries && !deprecated;
      return name !== NOT_EDITED && (isPart || name in content);
    })
    .map(([name, { title = name, description = '', enum: values = [], examples = [] }]) => ({
      name,
      title,
      rule: description,
      choices: values.filter((value) => value !== null),
      isRequired: schema.required.includes(name),
      example: examples[0] ?? '',
    }));
}

/** The text of a field; empty where it was not sent. */
export function valueIn(content: JsonObject, name: string): string {
  const value = content[name];
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The rule that a field breaks; undefined where it breaks none, or is left out. */
export function faultIn(content: JsonObject, { name, isRequired }: HireField): string | undefined {
  const text = content[name];
  const value = typeof text === 'string' ? text.trim() : text;
  if ((value === undefined || value === null || value === '') && !isRequired) return undefined;
  const read = v.safeParse(rules[name as keyof typeof rules], value);
  return read.issues?.[0].message;
}

/** The hire with the values of a form. A field that was not changed keeps its type, and an empty one is left out. */
export function withValues(content: JsonObject, values: ReadonlyMap<string, string>): JsonObject {
  const edited: Record<string, unknown> = { ...content };
  for (const { name } of fieldsFor(content)) {
    const value = values.get(name);
    if (value === undefined || value === valueIn(content, name)) continue;
    if (value.trim() === '') delete edited[name];
    else edited[name] = value;
  }
  return edited;
}
