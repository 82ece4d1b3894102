import type { Provisioned, Seen } from '../view.ts';

/**
 * What holds at every moment, whatever has failed so far. Each promise stands by the sentence that
 * says it is broken.
 */
export type Promises = Readonly<Record<string, (seen: Seen) => boolean>>;

export function isAnyGroup<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
  isBroken: (group: readonly [Thing, ...Thing[]]) => boolean,
): boolean {
  const groups = Map.groupBy(things, keyOf).values();
  return [...groups].some((group) => isBroken(group as [Thing, ...Thing[]]));
}

export function countOf<Thing>(
  things: readonly Thing[],
  partOf: (thing: Thing) => unknown,
): number {
  return new Set(things.map(partOf)).size;
}

export function accountOf({ event }: Provisioned): string {
  return event.data.userId;
}

/** Whether the event names exactly these groups, which are sorted. */
export function hasGroups(
  { groups = [] }: Provisioned['event']['data'],
  others: readonly string[],
): boolean {
  return groups.join() === others.join();
}
