import type { CompactKey } from './compact-key.ts';

/** An employee id whose pointer and holder were not both seen, or do not match. */
export interface Employee {
  pointer?: Pointed;
  /** Records that hold the id, and whether a pointer to each is expected. */
  readonly holders: Map<CompactKey, boolean>;
}

interface Pointed {
  /** The record that the id points to. */
  readonly person: CompactKey;
  /** Neither about to end, nor so young that the message that pointed may be at work. */
  readonly isSettled: boolean;
}

/** The employee ids that are left once each pointer has met the record that holds its id. */
export type EmployeePairs = Map<CompactKey, Employee>;

/** A record that holds an employee id. Pointers and records come in any order: a pair that is complete is forgotten. */
export function addHolder(
  pairs: EmployeePairs,
  employee: CompactKey,
  person: CompactKey,
  needsPointer: boolean,
): void {
  const known = pairs.get(employee) ?? { holders: new Map<CompactKey, boolean>() };
  if (known.pointer?.person === person) delete known.pointer;
  else known.holders.set(person, needsPointer);
  keepIncomplete(pairs, employee, known);
}

export function addPointer(pairs: EmployeePairs, employee: CompactKey, pointer: Pointed): void {
  const known = pairs.get(employee) ?? { holders: new Map<CompactKey, boolean>() };
  if (!known.holders.delete(pointer.person)) known.pointer = pointer;
  keepIncomplete(pairs, employee, known);
}

function keepIncomplete(pairs: EmployeePairs, employee: CompactKey, known: Employee): void {
  const isComplete = known.pointer === undefined && known.holders.size === 0;
  if (isComplete) pairs.delete(employee);
  else pairs.set(employee, known);
}
