import type { ReadHire } from './read-hire.ts';

/**
 * The hires of each person, in the order of the batch. Messages with one address are about one person, and so are
 * messages with one employee id: of two addresses, the first to be sent is tried first.
 */
export function groupByPerson(hires: readonly ReadHire[]): readonly (readonly ReadHire[])[] {
  const groupOf = new Map<string, readonly ReadHire[]>();
  for (const hire of hires) {
    const known = new Set(keysOf(hire).flatMap((key) => [groupOf.get(key) ?? []]));
    const group = [...known].flat().concat(hire);
    for (const key of group.flatMap(keysOf)) groupOf.set(key, group);
  }
  return [...new Set(groupOf.values())];
}

function keysOf({ facts, message }: ReadHire): readonly string[] {
  const { personKey = message.messageId, employeeId } = facts;
  return employeeId === undefined ? [personKey] : [personKey, `employee ${employeeId}`];
}
