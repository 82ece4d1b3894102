import { Command } from 'commander';
import { home } from '#home';
import type { ClientOptions } from '../stack/clients.ts';
import { findLocalStack, NoLocalStackError } from '../stack/local-stack-file.ts';
import type { Stack } from '../stack/stack.ts';
import { UsageError } from './exit-code.ts';
import { helpText } from './help-text.ts';
import type { Host } from './host.ts';
import { type Terminal, terminalFor } from './terminal.ts';

/** What every command on a stack works with. */
export interface CommandContext {
  readonly stack: Stack;
  readonly terminal: Terminal;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly host: Host;
}

interface StackOptions {
  readonly stack?: string;
  readonly local?: true;
  readonly profile?: string;
  readonly region?: string;
  readonly json?: true;
}

export interface CommandText {
  /** With its arguments, in commander's syntax. */
  readonly name: string;
  readonly summary: string;
  /** Without `joiner` in front. */
  readonly examples: readonly string[];
  /** What `--json` prints. */
  readonly json: string;
  /** What the exit codes 0 and 1 mean here. */
  readonly exits: string;
}

const NO_RESPONSE =
  'The local stack that was up here does not respond. Start one with `npm run local`.';

/** A command on a stack: all of them name it by the same options. */
export function stackCommand({ name, summary, examples, json, exits }: CommandText): Command {
  const [word, ...argumentNames] = name.split(' ');
  const command = new Command(word).description(summary);
  for (const argumentName of argumentNames) command.argument(argumentName);
  return command
    .option('--stack <name>', 'the CloudFormation stack')
    .option('--local', 'the stack that `npm run local` runs')
    .option('--profile <name>', 'a profile of the AWS configuration')
    .option('--region <name>', 'the region of the stack')
    .option('--json', 'prints one JSON document instead of text')
    .addHelpText(
      'after',
      helpText(
        '\nExamples:',
        ...examples.map((example) => `  joiner ${example}`),
        `\nWith --json: ${json}`,
        `\nExit code: ${exits}; 2 wrong usage, 3 the stack cannot be reached, 130 Ctrl-C.`,
      ),
    );
}

/** Where a stack is. */
interface Place {
  readonly name: string;
  readonly isLocal: boolean;
  readonly clientOptions: ClientOptions;
}

/**
 * Runs a command's work on the stack that its options name. The SDK is loaded here, and the work imports its own
 * modules: help, completion and wrong usage come without them.
 */
export async function onStack(
  host: Host,
  options: object,
  work: (ctx: CommandContext) => Promise<number>,
): Promise<void> {
  const given = options as StackOptions;
  const { name, isLocal, clientOptions } = locate(given, host);
  const { createClients } = await import('../stack/clients.ts');
  const { findStack } = await import('../stack/stack.ts');
  const clients = createClients(clientOptions);
  try {
    const terminal = terminalFor(host, given);
    const stack = await findStack(clients, name, { isLocal }).catch((cause) => {
      throw isLocal ? new NoLocalStackError(NO_RESPONSE, { cause }) : cause;
    });
    host.setExitCode(await work({ stack, terminal, signal: host.interrupted, host }));
  } finally {
    clients.destroy();
  }
}

/** @throws {UsageError} unless the options name one stack */
function locate({ stack, local, profile, region }: StackOptions, { env }: Host): Place {
  if (local && stack !== undefined)
    throw new UsageError('--stack and --local name two stacks: give one of them.');
  if (local) {
    const { stackName, environment } = findLocalStack(home.cloneFolder, env);
    return { name: stackName, isLocal: true, clientOptions: { environment } };
  }
  if (stack === undefined)
    throw new UsageError(
      'Which stack? Give --stack NAME, or --local for the one that `npm run local` runs.',
    );
  return { name: stack, isLocal: false, clientOptions: { profile, region } };
}
