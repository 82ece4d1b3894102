import { errorText } from './error-text.ts';
import { InterruptedError, UsageError } from './exit-code.ts';
import type { Host, Style } from './host.ts';
import { screenJson, screenText } from './printable.ts';
import { runStep } from './step.ts';

/** Of a pipe or a file. */
export const COLUMNS_WITHOUT_TERMINAL = 120;

/** Where a command prints. With `--json`, its standard output is one JSON document. */
export interface Terminal {
  readonly columns: number;
  readonly style: Style;
  /** Text for people: not printed with `--json`. Such as a table is given as a function, not called then. */
  print(text: string | (() => string)): void;
  /** The result: printed with `--json` only. */
  printJson(value: unknown): void;
  /** What is not part of the result: goes to standard error. */
  note(text: string): void;
  /** Does work, and shows its progress on a terminal. */
  progress<T>(title: string, work: (show: (line: string) => void) => Promise<T>): Promise<T>;
  /**
   * For a command that asks for confirmation, unless `yes` was given on the command line.
   * @throws {UsageError} where no one can be asked
   */
  assertCanConfirm(yes: boolean): void;
  /** Asks before a change, unless `yes`. */
  confirm(question: string, yes: boolean): Promise<boolean>;
}

/** As the options of a command ask for: with `json`, nothing but its result is printed. */
export function terminalFor(host: Host, options: object): Terminal {
  const { json = false } = options as { readonly json?: true };
  const { stdin, stdout, stderr, style } = host;
  const isWatched = stdout.isTTY === true && !json;

  return {
    columns: stdout.columns || COLUMNS_WITHOUT_TERMINAL,
    style,
    print(text) {
      if (!json) stdout.write(`${screenText(typeof text === 'string' ? text : text())}\n`);
    },
    printJson(value) {
      if (json) stdout.write(`${screenJson(value)}\n`);
    },
    note: (text) => stderr.write(`${errorText(text, stderr.columns)}\n`),
    progress: (title, work) =>
      isWatched ? runStep(title, work, { printsError: false }) : work(() => {}),
    assertCanConfirm(yes) {
      if (yes || (isWatched && stdin.isTTY)) return;
      throw new UsageError(
        'This command needs confirmation: pass --yes, or run it in a terminal without --json.',
      );
    },
    async confirm(question, yes) {
      if (yes) return true;
      const { default: confirm } = await import('@inquirer/confirm');
      // A prompt without an answer was ended by Ctrl-C, or by the end of standard input.
      return confirm(
        { message: screenText(question), default: false },
        { signal: host.interrupted },
      ).catch((cause) => {
        throw new InterruptedError('interrupted', { cause });
      });
    },
  };
}
