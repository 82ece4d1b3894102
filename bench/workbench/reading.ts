/** What an invocation cost, as its own process saw it. */
export interface Reading {
  /** Milliseconds for loading the contender's bundle, its clients' construction included. */
  readonly importMs: number;
  readonly invocationMs: number;
  /** Milliseconds of CPU, user's and system's, since the process began. */
  readonly cpuMs: number;
  /** Resident set after the invocation. */
  readonly memoryBytes: number;
}
