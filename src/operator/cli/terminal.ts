import confirm from '@inquirer/confirm';
import { InterruptedError, UsageError } from './exit-code.ts';
import { runStep } from './step.ts';

const COLUMNS_WITHOUT_TERMINAL = 120;

/** How a command speaks. With `--json` its whole standard output is one JSON document. */
export interface Terminal {
  readonly columns: number;
  /** For people: nothing with `--json`. */
  print(text: string): void;
  /** The answer with `--json`; nothing without. */
  answer(value: unknown): void;
  /** What is not the answer: standard error. */
  note(text: string): void;
  /** Does work, and shows on a terminal how far it is. */
  progress<T>(title: string, work: (show: (line: string) => void) => Promise<T>): Promise<T>;
  /**
   * For a command that will ask; `yes`: it was answered on the command line.
   * @throws UsageError where nobody can answer
   */
  mustBeAbleToAsk(yes: boolean): void;
  /** Asks before a change, unless `yes`. */
  confirm(question: string, yes: boolean): Promise<boolean>;
}

export function createTerminal(json: boolean, signal: AbortSignal): Terminal {
  const { stdin, stdout } = process;
  const isWatched = stdout.isTTY === true && !json;

  return {
    columns: stdout.columns || COLUMNS_WITHOUT_TERMINAL,
    print(text) {
      if (!json) console.log(text);
    },
    answer(value) {
      if (json) console.log(JSON.stringify(value, null, 2));
    },
    note: (text) => console.error(text),
    progress: (title, work) =>
      isWatched ? runStep(title, work, { printsError: false }) : work(() => {}),
    mustBeAbleToAsk(yes) {
      if (yes || (isWatched && stdin.isTTY)) return;
      throw new UsageError(
        'This changes the stack, and nobody can be asked here: add --yes, or call it from a terminal without --json.',
      );
    },
    async confirm(question, yes) {
      if (yes) return true;
      // A prompt without an answer was ended by Ctrl-C, or by the end of standard input.
      return confirm({ message: question, default: false }, { signal }).catch((cause) => {
        throw new InterruptedError('interrupted', { cause });
      });
    },
  };
}
