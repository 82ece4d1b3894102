/** The directory's limit on creations: a token bucket, as AWS limits its APIs. */
export const allowed = { perSecond: 10, burst: 10 } as const;

/** One second of the day, from the moment on which the queue is consumed. */
export interface Second {
  readonly accounts: number;
  /** CreateUser calls that the directory throttled. */
  readonly throttled: number;
  /** Messages in the new-hire queue, those in flight included. */
  readonly waiting: number;
}

/** What became of so many hires that were all there at once. */
export interface Day {
  readonly hires: number;
  readonly seconds: readonly Second[];
  /** From the first call to the last account. */
  readonly durationSeconds: number;
  readonly accounts: number;
  /** Addresses that have an account. */
  readonly people: number;
  /** Events by their ids, repeats left out. */
  readonly events: number;
  readonly createUserCalls: number;
  readonly throttledCalls: number;
  readonly deadLetters: number;
  readonly rejected: number;
  readonly receives: number;
  /** Of the message that was received most often. */
  readonly mostReceives: number;
  readonly invocations: number;
  readonly lambdaSeconds: number;
}
