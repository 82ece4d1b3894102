import { errorText } from './error-text.ts';
import { InterruptedError, UsageError } from './exit-code.ts';
import { screenJson, screenText } from './printable.ts';
import { runStep } from './step.ts';

/** Of a pipe or a file. */
export const COLUMNS_WITHOUT_TERMINAL = 120;

/** Where a command prints. With `--json`, its standard output is one JSON document. */
export interface Terminal {
  readonly columns: number;
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

/** Of standard output, which may be a pipe. */
function screenColumns(): number {
  return process.stdout.columns || COLUMNS_WITHOUT_TERMINAL;
}

export function createTerminal(json: boolean, signal: AbortSignal): Terminal {
  const { stdin, stdout } = process;
  const isWatched = stdout.isTTY === true && !json;

  return {
    columns: screenColumns(),
    print(text) {
      if (!json) console.log(screenText(typeof text === 'string' ? text : text()));
    },
    printJson(value) {
      if (json) console.log(screenJson(value));
    },
    note: (text) => console.error(errorText(text)),
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
      return confirm({ message: screenText(question), default: false }, { signal }).catch(
        (cause) => {
          throw new InterruptedError('interrupted', { cause });
        },
      );
    },
  };
}
