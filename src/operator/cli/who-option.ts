import type { Command } from 'commander';
import type { Name } from '../who.ts';
import { UsageError } from './exit-code.ts';

interface WhoOptions {
  readonly employee?: string;
  readonly address?: string;
  readonly request?: string;
}

/** How the help of a command explains the options. */
export const WHO_HELP =
  'A WHO with an `@` is an address. Where an employee id looks like an address, or may be read as something else, give --employee ID or --address ADDRESS in its place, and --request ID for a request id.';

/** Of a command that changes something. */
export const WHO_TO_CHANGE_HELP = `${WHO_HELP} No WHO is read as a request id here, as senders choose those, nor one without an @ as an address.`;

/** Adds the options that name a person in place of the argument WHO. */
export function withWhoOptions(command: Command): Command {
  return command
    .option('--employee <id>', 'in place of WHO: the person with this employee id')
    .option('--address <address>', 'in place of WHO: the person with this address')
    .option('--request <id>', 'in place of WHO: the person of the request with this id');
}

/** @throws {UsageError} unless the person is named once */
export function nameOf(word: string | undefined, options: object): Name {
  const { employee, address, request } = options as WhoOptions;
  const names: readonly Name[] = [
    ...(word === undefined ? [] : [{ as: 'word', text: word } as const]),
    ...(employee === undefined ? [] : [{ as: 'employee', text: employee.trim() } as const]),
    ...(address === undefined ? [] : [{ as: 'address', text: address } as const]),
    ...(request === undefined ? [] : [{ as: 'request', text: request } as const]),
  ];
  const [name, another] = names;
  if (name === undefined || name.text.trim() === '' || another !== undefined)
    throw new UsageError(
      'Who? Give one of WHO, --employee ID, --address ADDRESS and --request ID.',
    );
  return name;
}
