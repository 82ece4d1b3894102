import { Command } from 'commander';
import { createClients } from '../stack/clients.ts';
import { findLocalStack, NoLocalStackError } from '../stack/local-stack-file.ts';
import { findStack, type Stack } from '../stack/stack.ts';
import { UsageError } from './exit-code.ts';
import { interrupted } from './run.ts';
import { createTerminal, type Terminal } from './terminal.ts';

/** What a command works with. */
export interface Call {
  readonly stack: Stack;
  readonly terminal: Terminal;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

interface StackOptions {
  readonly stack?: string;
  readonly local?: true;
  readonly profile?: string;
  readonly region?: string;
  readonly json?: true;
}

export interface CommandText {
  /** With its arguments, as commander has them. */
  readonly name: string;
  readonly summary: string;
  /** Without `joiner`; each shown with `--stack`. */
  readonly examples: readonly string[];
  /** What `--json` prints. */
  readonly json: string;
  /** What the exit codes 0 and 1 mean here. */
  readonly exits: string;
}

const SILENT_LOCAL_STACK =
  'The local stack that was up here does not answer. Start one with `npm run local`.';

/** A command that needs a stack: how to name one is the same for all. */
export function stackCommand({ name, summary, examples, json, exits }: CommandText): Command {
  const [word, ...argumentNames] = name.split(' ');
  const command = new Command(word).description(summary);
  for (const argumentName of argumentNames) command.argument(argumentName);
  return command
    .option('--stack <name>', 'the CloudFormation stack')
    .option('--local', 'the stack that `npm run local` keeps up')
    .option('--profile <name>', 'of the AWS configuration')
    .option('--region <name>', 'where the stack is')
    .option('--json', 'prints one JSON document instead of text')
    .addHelpText(
      'after',
      [
        '\nExamples:',
        ...examples.map((example) => `  joiner ${example}`),
        `\nWith --json: ${json}`,
        `\nExit code: ${exits}; 2 wrong usage, 3 the stack cannot be reached, 130 Ctrl-C.`,
      ].join('\n'),
    );
}

/** Runs a command's work on the stack that its options name. */
export async function onStack(
  options: object,
  work: (call: Call) => Promise<number>,
): Promise<void> {
  const given = options as StackOptions;
  const { clients, name, isLocal } = locate(given);
  try {
    const terminal = createTerminal(given.json === true, interrupted);
    const stack = await findStack(clients, name, { isLocal }).catch((cause) => {
      throw isLocal ? new NoLocalStackError(SILENT_LOCAL_STACK, { cause }) : cause;
    });
    process.exitCode = await work({ stack, terminal, signal: interrupted });
  } finally {
    clients.destroy();
  }
}

function locate({ stack, local, profile, region }: StackOptions) {
  if (local && stack !== undefined)
    throw new UsageError('--stack and --local name two stacks: give one of them.');
  if (local) {
    const { stackName, environment } = findLocalStack(process.cwd());
    return { clients: createClients({ environment }), name: stackName, isLocal: true };
  }
  if (stack === undefined)
    throw new UsageError(
      'Which stack? Give --stack NAME, or --local for the one of `npm run local`.',
    );
  return { clients: createClients({ profile, region }), name: stack, isLocal: false };
}
