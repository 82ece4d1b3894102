import { printable, shellQuoted } from './printable.ts';

/** Of a command to be copied, on a line of its own, which is not wrapped. Lists have less. */
export const COMMAND_INDENT = '    ';

/** What to do, and the commands for it. */
export type Step = readonly [text: string, ...commands: readonly string[]];

/** A text, and below it the commands that it speaks of, each on a line of its own. */
export function withCommands(text: string, ...commands: readonly string[]): string {
  return [text, ...commands.map(commandLine)].join('\n');
}

/** One line, whatever the command holds: a second one could begin with words of a sender. */
export function commandLine(command: string): string {
  return `${COMMAND_INDENT}${printable(command)}`;
}

/** A command of these words. A value of a sender may begin as an option does: the functions below keep it from being one. */
export function commandOf(...words: readonly string[]): string {
  return ['joiner', ...words.map(shellQuoted)].join(' ');
}

/** A command about the person with an employee id. By the option, no id is read as an address, a key or a request id. */
export function commandOfEmployee(command: string, employeeId: string, ...rest: readonly string[]) {
  return ['joiner', command, optionText('--employee', employeeId), ...rest].join(' ');
}

/** A command about the person with an address. By the option, no address is read as an employee id. */
export function commandOfAddress(command: string, address: string, ...rest: readonly string[]) {
  return ['joiner', command, optionText('--address', address), ...rest].join(' ');
}

/** A command about the person of a request. A word is no request id for a command that changes something. */
export function commandOfRequest(command: string, requestId: string, ...rest: readonly string[]) {
  return ['joiner', command, optionText('--request', requestId), ...rest].join(' ');
}

/** Gives the record of an address to an employee id. An address may begin as an option does. */
export function reassignCommandText(address: string, employeeId: string): string {
  const options = `${optionText('--employee', employeeId)} --why TEXT`;
  return address.startsWith('-')
    ? `joiner reassign ${options} -- ${shellQuoted(address)}`
    : `joiner reassign ${shellQuoted(address)} ${options}`;
}

/** A value that begins as an option does is one word with its own: it could be `--version`. */
function optionText(option: string, value: string): string {
  return `${option}${value.startsWith('-') ? '=' : ' '}${shellQuoted(value)}`;
}
