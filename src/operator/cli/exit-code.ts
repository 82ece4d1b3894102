/** Of every command, as their help lists them. */
export const exitCode = {
  done: 0,
  problem: 1,
  usage: 2,
  unreachable: 3,
  interrupted: 130,
} as const;

/** The command was called in a way that it does not accept. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Ctrl-C, at a question or during the work. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** An error that the user has seen already: it only has an exit code left. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError';
}
