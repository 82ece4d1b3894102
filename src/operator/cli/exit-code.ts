/** Of every command; the help tells them too. */
export const exitCode = { done: 0, amiss: 1, usage: 2, unreachable: 3, interrupted: 130 } as const;

/** The command was called in a way that it cannot be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
