import type { ListedMessage } from '../failed/failed-message.ts';
import { isAlsoAnothersId } from '../same-spelling.ts';
import type { Name } from '../who.ts';
import { commandOfAddress, commandOfEmployee, withCommands } from './command-text.ts';
import type { CommandContext } from './on-stack.ts';
import { printable } from './printable.ts';

/** A word is the address of one person, and the employee id of another. */
class AmbiguousNameError extends Error {
  override readonly name = 'AmbiguousNameError';
}

/**
 * For a command that changes something.
 * @param command as it is typed, without `joiner` and arguments
 * @throws {AmbiguousNameError} where the word may mean another person than the one at the address
 */
export async function assertUnambiguous(
  command: string,
  name: Name,
  { stack, signal }: Pick<CommandContext, 'stack' | 'signal'>,
  messages: readonly ListedMessage[] = [],
): Promise<void> {
  if (!(await isAlsoAnothersId(stack, name, { signal, messages }))) return;
  throw new AmbiguousNameError(
    withCommands(
      `${printable(name.text)} is read as an address, and is an employee id, too, of another person as far as Joiner knows. Nothing is changed. Name the one that you mean:`,
      commandOfAddress(command, name.text, '--why TEXT'),
      commandOfEmployee(command, name.text, '--why TEXT'),
    ),
  );
}

/** For a command that only shows the person at the address. */
export async function noteSameSpelling(
  command: string,
  name: Name,
  { stack, signal, terminal }: CommandContext,
): Promise<void> {
  if (await isAlsoAnothersId(stack, name, { signal }))
    terminal.note(sameSpellingText(command, name));
}

export function sameSpellingText(command: string, { text }: Name): string {
  return withCommands(
    `${printable(text)} is read as an address here. It is an employee id, too, of another person as far as Joiner knows, whom this command shows:`,
    commandOfEmployee(command, text),
  );
}
