import { Command } from 'commander';
import { helpText } from '../help-text.ts';

export interface SourceCommandText {
  /** With its arguments, in commander's syntax. */
  readonly name: string;
  readonly summary: string;
  /** Without `joiner` in front. */
  readonly examples: readonly string[];
  /** What `--json` prints. */
  readonly json: string;
  /** What the exit codes mean here. */
  readonly exits: string;
}

/** A command that needs no stack. */
export function sourceCommand({
  name,
  summary,
  examples,
  json,
  exits,
}: SourceCommandText): Command {
  const [word, ...argumentNames] = name.split(' ');
  const command = new Command(word).description(summary);
  for (const argumentName of argumentNames) command.argument(argumentName);
  return command
    .option('--json', 'prints one JSON document instead of text')
    .addHelpText(
      'after',
      helpText(
        '\nExamples:',
        ...examples.map((example) => `  joiner ${example}`),
        `\nWith --json: ${json}`,
        `\nExit code: ${exits}; 130 Ctrl-C.`,
      ),
    );
}
