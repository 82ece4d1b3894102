/** What became of the people of a fault: a row of the matrix that `npm run prove` prints. */
export interface Tally {
  /** In words. */
  readonly fault: string;
  /** How often it was injected. */
  readonly injected: number;
  /** People who must have an account in the end. */
  readonly people: number;
  /** Accounts in the directory. */
  readonly accounts: number;
  /** Records that name an account. */
  readonly records: number;
  /** Different events, by id. */
  readonly events: number;
  /** Messages without an end or an event, and people without an account. */
  readonly lost: number;
  /** Second accounts of a person, and events that contradict each other. */
  readonly doubled: number;
  /** Every broken promise, in words, and where. */
  readonly broken: readonly string[];
}

/** The rows of one fault as one. */
export function sumOf(fault: string, tallies: readonly Omit<Tally, 'fault'>[]): Tally {
  const total = (count: (tally: Omit<Tally, 'fault'>) => number) =>
    tallies.reduce((sum, tally) => sum + count(tally), 0);
  return {
    fault,
    injected: total(({ injected }) => injected),
    people: total(({ people }) => people),
    accounts: total(({ accounts }) => accounts),
    records: total(({ records }) => records),
    events: total(({ events }) => events),
    lost: total(({ lost }) => lost),
    doubled: total(({ doubled }) => doubled),
    broken: tallies.flatMap(({ broken }) => broken),
  };
}

/** Whether every promise was kept, and the fault was injected at all. */
export function isKept({
  injected,
  people,
  accounts,
  records,
  lost,
  doubled,
  broken,
}: Tally): boolean {
  const isWhole = accounts === people && records === people;
  return injected > 0 && isWhole && lost === 0 && doubled === 0 && broken.length === 0;
}
