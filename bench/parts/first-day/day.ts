/** The directory's limit on creations: a token bucket, as in AWS API throttling. */
export const allowed = { perSecond: 10, burst: 10 } as const;

/** One second of the day, counted from the start of consumption. */
export interface Second {
  readonly accounts: number;
  /** CreateUser calls that the directory throttled. */
  readonly throttled: number;
  /** Messages in the new-hire queue, including those in flight. */
  readonly waiting: number;
}

/** The results for hires that were all queued at once. */
export interface Day {
  readonly hires: number;
  readonly seconds: readonly Second[];
  /** Time from the first call to the last account. */
  readonly durationSeconds: number;
  readonly accounts: number;
  /** Number of addresses with an account. */
  readonly people: number;
  /** Number of distinct event ids. */
  readonly events: number;
  readonly createUserCalls: number;
  readonly throttledCalls: number;
  readonly deadLetters: number;
  readonly rejected: number;
  readonly receives: number;
  /** Receives of the message that was received most often. */
  readonly mostReceives: number;
  readonly invocations: number;
  readonly lambdaSeconds: number;
}
