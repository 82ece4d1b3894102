/** The cost of an invocation, measured in its own process. */
export interface Reading {
  /** Milliseconds for loading the contender's bundle, including the construction of its clients. */
  readonly importMs: number;
  readonly invocationMs: number;
  /** Milliseconds from the start of the import to the end of this invocation. */
  readonly sinceStartMs: number;
  /** CPU time of the process so far, user and system, in milliseconds. */
  readonly cpuMs: number;
  /** Resident set size after the invocation. */
  readonly memoryBytes: number;
}
