import type { ListedMessage } from './failed/failed-message.ts';
import { readScheduled } from './stack/find-scheduled.ts';
import { readDigests, readPointerOf, type Stack } from './stack/stack.ts';
import { type Name, whoIs } from './who.ts';

export interface SameSpellingOptions {
  readonly signal: AbortSignal;
  /** Failed messages, where the command has read them. */
  readonly messages?: readonly ListedMessage[];
}

/**
 * Whether a word that is read as an address is an employee id, too, that is not shown to be the same person's: a sender
 * chooses both. Two reads.
 */
export async function isAlsoAnothersId(
  stack: Stack,
  { as, text }: Name,
  { signal, messages = [] }: SameSpellingOptions,
): Promise<boolean> {
  const digests = await readDigests(stack);
  const who = whoIs({ as, text }, digests);
  if (as !== 'word' || who.kind !== 'address') return false;
  const id = text.trim();
  const employeeKey = digests.employeeKeyOf(id);
  const [pointer, hire] = await Promise.all([
    readPointerOf(stack, employeeKey, signal),
    readScheduled(stack, employeeKey, signal),
  ]);
  const named = messages.filter(({ employeeId }) => employeeId === id);
  const people = [pointer, hire, ...named].flatMap((one) => (one ? [one.personKey] : []));
  return people.some((personKey) => personKey !== who.personKey);
}
