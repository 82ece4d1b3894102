import type { Ceiling, CreationBudget, Places, Take } from '../provisioning/creation-budget.ts';
import { type ConditionalUpdate, updateIf } from './conditional-update.ts';
import { readItem, type UsersTable } from './read-item.ts';
import { type Item, UserItemError } from './user-item.ts';

/**
 * Two items of the users table, `pk` alone: the function counts in the first, and may not write the second. `hour` and
 * `taken` are in the one; `perHour` and `until`, in epoch milliseconds, in the other.
 */
export const BUDGET_KEYS = { count: 'budget#count', ceiling: 'budget#ceiling' } as const;

/**
 * The count of first creations on DynamoDB. A take that the SDK sends twice counts twice: too many, never too few.
 * Its methods throw UserItemError when an item is invalid, and the SDK's error when a call fails for any reason but its
 * condition.
 */
export function createCreationBudget(table: UsersTable): CreationBudget {
  return {
    async take(take, signal) {
      const { kind, item } = await updateIf(table, takeUpdate(take), signal);
      return kind === 'written' ? { kind: 'taken' } : { kind, taken: item && placesOf(item) };
    },

    async readCeiling(signal) {
      const item = await readItem(table, BUDGET_KEYS.ceiling, signal);
      return item && ceilingOf(item);
    },
  };
}

function takeUpdate({ hour, count, most, startsHour }: Take): ConditionalUpdate {
  const values = { ':hour': numberOf(hour), ':count': numberOf(count) };
  const key = BUDGET_KEYS.count;
  if (startsHour)
    return {
      key,
      update: 'SET #hour = :hour, #taken = :count',
      condition: 'attribute_not_exists(#hour) OR #hour < :hour',
      values,
    };
  return {
    key,
    update: 'SET #taken = #taken + :count',
    condition: '#hour = :hour AND #taken <= :atMost',
    values: { ...values, ':atMost': numberOf(most - count) },
  };
}

/** The count that an item of the table represents. */
export function placesOf(item: Item): Places {
  return { hour: integerOf(item, 'hour'), count: integerOf(item, 'taken') };
}

/** The ceiling that an item of the table represents; undefined once it was taken back. */
function ceilingOf(item: Item): Ceiling | undefined {
  if (item['perHour'] === undefined) return undefined;
  return { perHour: integerOf(item, 'perHour'), untilMs: integerOf(item, 'until') };
}

function integerOf(item: Item, attribute: string): number {
  const integer = Number(item[attribute]?.N);
  if (!Number.isSafeInteger(integer)) throw new UserItemError(attribute);
  return integer;
}

function numberOf(value: number) {
  return { N: String(value) };
}
