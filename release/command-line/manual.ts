import type { Command } from 'commander';
import { quoted, roff } from './roff.ts';

/** So wide that no line is wrapped: the viewer wraps a manual page. */
const UNWRAPPED = 1_000_000;
/** A heading of its own in the text below the options of a command. */
const HEADING = /^[A-Z][\w ]*:$/;

/**
 * The manual page of a command line with all of its commands, from the help of each: for `man`, in the macros that
 * every system has. It says nothing of when it was made.
 */
export function manualOf(program: Command): string {
  const name = program.name();
  const version = program.version() ?? '';
  return `${[
    `.TH ${quoted(name.toUpperCase())} 1 "" ${quoted(`${name} ${version}`)} ${quoted('Joiner')}`,
    '.SH NAME',
    `${roff(name)} \\- ${roff(program.description())}`,
    '.SH SYNOPSIS',
    `.B ${roff(usageOf(program))}`,
    '.SH DESCRIPTION',
    ...optionsOf(program),
    ...textBelow(program),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => sectionsOf(command)),
  ].join('\n')}\n`;
}

/** A section for a command, or for each command of a group. */
function sectionsOf(command: Command): readonly string[] {
  return [
    `.SS ${quoted(usageOf(command))}`,
    roff(command.description()),
    ...argumentsOf(command),
    ...optionsOf(command),
    ...textBelow(command),
    ...command.commands.filter(isShown).flatMap(sectionsOf),
  ];
}

function usageOf(command: Command): string {
  return command.createHelp().commandUsage(command);
}

function argumentsOf(command: Command): readonly string[] {
  const help = command.createHelp();
  return help
    .visibleArguments(command)
    .flatMap((argument) => item(help.argumentTerm(argument), help.argumentDescription(argument)));
}

function optionsOf(command: Command): readonly string[] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .flatMap((option) => item(help.optionTerm(option), help.optionDescription(option)));
}

function item(term: string, description: string): readonly string[] {
  return ['.TP', `.B ${roff(term)}`, roff(description)];
}

/** The help below the options: examples, what `--json` prints, exit codes. */
function textBelow(command: Command): readonly string[] {
  return helpBelow(command)
    .split('\n')
    .flatMap((line) => {
      if (line.trim() === '') return [];
      if (HEADING.test(line)) return ['.PP', `.B ${roff(line)}`];
      // Commands to be copied stay as they are.
      if (line.startsWith('  ')) return ['.RS', '.nf', roff(line.trim()), '.fi', '.RE'];
      return ['.PP', roff(line)];
    });
}

/** commander shows this text with its own help only: what is shown more than that is the text. */
function helpBelow(command: Command): string {
  let shown = '';
  const output = command.configureOutput();
  command.configureOutput({
    writeOut: (text) => {
      shown += text;
    },
    getOutHelpWidth: () => UNWRAPPED,
    getOutHasColors: () => false,
  });
  try {
    command.outputHelp();
    return shown.slice(command.helpInformation().length);
  } finally {
    command.configureOutput(output);
  }
}

function isShown(command: Command): boolean {
  return command.name() !== 'help';
}
