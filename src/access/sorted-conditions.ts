import type { Condition } from './access-rules.ts';

/** Conditions that say the same are equal as JSON, whatever the order of fields and values in the file. */
export function sortedConditions(conditions: readonly Condition[]) {
  return conditions
    .map(({ field, values }) => ({ field, values: values.toSorted() }))
    .toSorted((one, other) => (one.field < other.field ? -1 : 1));
}
