import type { NamedField } from '../provisioning/refusal-details.ts';

/** A directory's own names of the contract's fields. */
export type FieldNames = Readonly<Record<string, NamedField>>;

/** Also an ordinary word: counts only in quotes. */
const ORDINARY_WORDS = ['type', 'title', 'department', 'division', 'organization', 'manager'];
/** A refusal that names a field does so at its beginning. */
const READ_CHARACTERS = 2_000;

/**
 * The fields that a directory's text names by a word of its own, in any letter case. Only these names are
 * returned: the text may quote a person.
 */
export function namedFields(text: string, names: FieldNames): readonly NamedField[] {
  const beginning = text.slice(0, READ_CHARACTERS);
  const named = Object.entries(names).flatMap(([name, field]) =>
    patternOf(name).test(beginning) ? [field] : [],
  );
  return [...new Set(named)];
}

/** A part of an address is no word. */
function patternOf(name: string): RegExp {
  if (ORDINARY_WORDS.includes(name.toLowerCase())) return new RegExp(`(['"\`])${name}\\1`, 'i');
  return new RegExp(`(?<![\\w@+-])${name}(?![\\w@+-])`, 'i');
}
