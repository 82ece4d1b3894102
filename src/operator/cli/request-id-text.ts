import { isPlainWord, type Name } from '../who.ts';
import { commandOfEmployee, commandOfRequest, withCommands } from './command-text.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

/**
 * Why a command that changes something leaves a word alone that is a request id.
 * @param command as it is typed, without `joiner` and arguments
 */
export function onlyRequestText(command: string, { text }: Name): string {
  return withCommands(
    `${printable(text)} is a request id, and no employee id that Joiner knows. Senders choose request ids, so a word is never read as one here. Nothing is changed. Look whose it is, then name it as what it is:`,
    commandOfRequest('status', text),
    commandOfRequest(command, text, '--why TEXT'),
  );
}

/** For a command that shows what it found: says so where the word is the request id of a part of it. */
export function noteRequestId(
  command: string,
  name: Name,
  requestIds: readonly unknown[],
  { note }: Pick<Terminal, 'note'>,
): void {
  const { text } = name;
  if (!isPlainWord(name) || !requestIds.includes(text)) return;
  note(
    withCommands(
      `${printable(text)} is the request id of what is shown, or of a part of it. Senders choose request ids. For one kind of id only:`,
      commandOfEmployee(command, text),
      commandOfRequest(command, text),
    ),
  );
}
