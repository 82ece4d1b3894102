import { styleText } from 'node:util';

/** What runs a command line, and what it is given: its own process, or a test. */
export interface Host {
  /** Those after the name of the command. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborts on Ctrl-C. Long work must then put things back as they were, and settle. */
  readonly interrupted: AbortSignal;
  /** A text as standard output shows it: without colours in a pipe. */
  readonly style: Style;
  setExitCode(exitCode: number): void;
}

interface OutputStream {
  readonly isTTY?: boolean | undefined;
  /** Of a terminal. */
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export type Style = (format: StyleFormat, text: string) => string;

type StyleFormat = Parameters<typeof styleText>[0];

/** This process. By default, nothing interrupts it. */
export function processHost(interrupted: AbortSignal = new AbortController().signal): Host {
  const { argv, env, stdin, stdout, stderr } = process;
  return {
    args: argv.slice(2),
    env,
    stdin,
    stdout,
    stderr,
    interrupted,
    style: (format, text) => styleText(format, text, { stream: stdout }),
    setExitCode(exitCode) {
      process.exitCode = exitCode;
    },
  };
}
