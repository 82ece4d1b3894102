/** What a path of names leads to; `a list` where JSONata has rules of its own. */
export type PlainResult = { readonly value: unknown } | 'a list';

interface Step {
  readonly type: string;
  readonly value: string;
}

/**
 * The names of an expression that is nothing but names with dots between them, else undefined. Most are: read
 * directly, they take a twentieth of the time.
 */
export function plainNames(tree: unknown): readonly string[] | undefined {
  const { type, steps } = tree as { type: string; steps?: readonly Step[] };
  if (type !== 'path' || steps === undefined) return undefined;
  if (Object.keys(tree as object).some((key) => key !== 'type' && key !== 'steps'))
    return undefined;
  return steps.every(isPlain) ? steps.map(({ value }) => value) : undefined;
}

/** Reads own members only, as JSONata does. */
export function followNames(names: readonly string[], record: object): PlainResult {
  let value: unknown = record;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return { value: undefined };
    value = (value as Readonly<Record<string, unknown>>)[name];
    if (Array.isArray(value)) return 'a list';
  }
  return { value };
}

function isPlain(step: Step): boolean {
  return (
    step.type === 'name' &&
    Object.keys(step).every((key) => ['type', 'value', 'position'].includes(key))
  );
}
