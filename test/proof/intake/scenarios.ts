import type { SearchedFile } from './world.ts';

/** A few deliveries of files, whose calls the search puts in every order. */
export interface IntakeScenario {
  readonly name: string;
  /** Files that were taken before the deliveries begin, one after the other. */
  readonly before?: readonly SearchedFile[];
  /** Each is delivered so often at once. */
  readonly files: readonly (readonly [file: SearchedFile, deliveries: number])[];
  readonly maxNew?: number;
  /** Records after which the progress is stored. */
  readonly save?: number;
  /** Names of files that exceed the limit: an operator approves each, once it waits. */
  readonly waiting?: readonly string[];
  /** How many faults the suite has time for. */
  readonly faults: number;
  /** Whether the time of every invocation is over after one record. */
  readonly pausesAtOnce?: boolean;
}

const file = (name: string, askedAtMs: number, ...records: readonly string[]): SearchedFile => {
  return { name, askedAtMs, records };
};

export const INTAKE_SCENARIOS: readonly IntakeScenario[] = [
  {
    name: 'a file that is delivered twice at once',
    files: [[file('f', 10, '1=Ann', '2'), 2]],
    save: 2,
    faults: 0,
  },
  {
    name: 'a file that an operator approves',
    files: [[file('f', 10, '1=Ann'), 2]],
    maxNew: 0,
    faults: 0,
    waiting: ['f'],
  },
  {
    name: 'a file of which most cannot be mapped',
    files: [[file('f', 10, '1', '2', '3=Cy'), 1]],
    faults: 2,
    waiting: ['f'],
  },
  {
    name: 'a file that takes an invocation for each record',
    files: [[file('f', 10, '1=Ann', '2', '3=Cy'), 1]],
    pausesAtOnce: true,
    faults: 2,
  },
  {
    name: 'a file that changes a person, and a later one that changes it back',
    before: [file('first', 1, '1=Ann')],
    files: [
      [file('changed', 10, '1=Anna'), 1],
      [file('back', 20, '1=Ann'), 1],
    ],
    faults: 1,
  },
  {
    name: 'two files that change a person',
    before: [file('first', 1, '1=Ann')],
    files: [
      [file('one', 10, '1=Anna'), 1],
      [file('two', 20, '1=Anne'), 1],
    ],
    faults: 1,
  },
  {
    name: 'a file with a person twice',
    files: [[file('f', 10, '1=Ann', '1=Anna'), 1]],
    faults: 2,
  },
  {
    name: 'a file with a person twice that is put again, with someone else before',
    before: [file('first', 1, '1=Ann', '1=Anna', '2=Bo')],
    files: [[file('again', 10, '3=Cy', '1=Ann', '1=Anna'), 1]],
    faults: 2,
  },
  {
    name: 'a file that repeats a person who was further below in the one before',
    before: [file('first', 1, '2=Bo', '3=Cy', '1=Ann')],
    files: [[file('again', 10, '1=Ann', '1=Anna'), 1]],
    faults: 1,
  },
  {
    name: 'a file that changes a person, and a later one that changes it back and repeats the person',
    before: [file('first', 1, '1=Ann')],
    files: [
      [file('changed', 10, '1=Anna'), 1],
      [file('back', 20, '1=Ann', '1=Anne'), 1],
    ],
    faults: 1,
  },
  {
    name: 'two files with a person at two addresses',
    files: [
      [file('one', 10, '1=Ann'), 1],
      [file('two', 20, '1=Ann@example.org'), 1],
    ],
    faults: 1,
  },
];
