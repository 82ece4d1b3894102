export type ScimObject = { readonly [name: string]: unknown };

/**
 * Parses a SCIM message and lower-cases every attribute name: names are case insensitive (RFC 7643, 2.1).
 * Returns undefined if the text is not a JSON object.
 */
export function readScimObject(text: string): ScimObject | undefined {
  try {
    return asObject(JSON.parse(text, (_, value) => lowerCased(value)));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): ScimObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as ScimObject)
    : undefined;
}

/** Some servers write ids as numbers. */
export function asText(value: unknown): string | undefined {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Has no value (RFC 7643, 2.5). Some servers write empty text then. */
export function isUnset(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Some servers write a list of one value as that value. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

export function asObjects(value: unknown): ScimObject[] {
  return Array.isArray(value) ? value.map(asObject).filter((object) => object !== undefined) : [];
}

function lowerCased(value: unknown): unknown {
  const object = asObject(value);
  if (!object) return value;
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => [name.toLowerCase(), member]),
  );
}
