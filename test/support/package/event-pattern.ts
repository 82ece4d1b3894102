import { isList, isObject, type Json, type JsonObject } from '../../../local/template/template.ts';

/**
 * Whether an event matches a pattern of EventBridge. Of its comparisons, those that the template uses.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(event: Json | undefined, pattern: JsonObject): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return (expected as JsonObject[]).some((one) => matches(event, one));
    const actual = isObject(event) ? event[key] : undefined;
    return isList(expected)
      ? valuesOf(actual).some((value) => expected.some((one) => equals(value, one)))
      : matches(actual, expected as JsonObject);
  });
}

/** Of a list in the event, one value is enough. */
function valuesOf(actual: Json | undefined): readonly (Json | undefined)[] {
  return isList(actual) ? actual : [actual];
}

function equals(actual: Json | undefined, expected: Json): boolean {
  if (!isObject(expected)) return actual === expected;
  if (typeof actual !== 'string') return false;
  const [operator, text] = Object.entries(expected)[0] ?? [];
  switch (operator) {
    case 'prefix':
      return actual.startsWith(String(text));
    case 'suffix':
      return actual.endsWith(String(text));
    case 'wildcard':
      return String(text)
        .split('*')
        .every((part) => actual.includes(part));
    default:
      throw new Error(`The test does not know the comparison ${operator}.`);
  }
}
