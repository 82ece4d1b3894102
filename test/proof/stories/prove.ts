import { sumOf } from '../../support/trials/tally.ts';
import type { Proof, ProvedTally } from '../matrix/part.ts';
import type { Section } from '../matrix/sections.ts';
import { DIRECTORY_NAMES, type DirectoryName } from './directories.ts';
import { runRounds } from './rounds.ts';
import { BEYOND_DIRECTORY, BUDGET_SPENT, type Stories } from './run-stories.ts';

/** The trouble that a story may be about, by the section of the docs that describes it. */
export const TROUBLES = {
  Killed: ['crash before', 'crash after', 'received many times'],
  'Deletion lost': ['deletion lost'],
  'Answer lost': ['answer lost'],
  Throttled: ['throttled'],
  'A budget of creations': [BUDGET_SPENT, 'operator raises the budget, or takes it back'],
  Outage: ['call lost', 'partly done', 'outage begins'],
  'Delivered twice': ['delivered twice', 'sent again in other letter case'],
  'Instances side by side': ['instance runs up to a call'],
  Redriven: ['redriven from the dead-letter queue', 'redelivered from the rejected queue'],
  'Bad input': [BEYOND_DIRECTORY],
  'An account was there before': [
    ...['existing account appears', 'account deleted', 'account disabled or enabled'],
  ],
  'One employee, several addresses': ['sent again with another address'],
  'A group that is not granted': ['a group is gone, or there again'],
  'A first day': [
    'sent again with another first day',
    'sweep runs',
    'first day comes',
    'hire cancelled before its day',
  ],
  'Reads that lag': ['reads lag, or no longer'],
  Paused: ['paused for two days'],
  'Rules change': ['policy narrowed or widened', 'directory refuses hires, or no longer'],
  'The clock': [
    'delivered with no time left',
    'clock past a retry',
    'clock past the lease',
    'clock past the token',
    'clock past every backoff',
    'clock past the deferral',
  ],
} satisfies Record<
  Exclude<
    Section,
    'Erased' | 'Expired' | 'Reassigned' | 'The proof itself' | "An HR system's file"
  >,
  readonly string[]
>;

const STORY_SECTIONS = Object.keys(TROUBLES) as readonly (keyof typeof TROUBLES)[];

/**
 * Random stories of all that together, as many with each directory. Each section has a row for the
 * people of its stories.
 */
export async function proveStories(
  { seed, stories }: { readonly seed: number; readonly stories: number },
  onProgress: (line: string) => void,
): Promise<Proof> {
  const rows: ProvedTally[] = [];
  let count = 0;
  const each = Math.ceil(stories / DIRECTORY_NAMES.length);
  for (const directory of DIRECTORY_NAMES) {
    let nextSeed = seed;
    const bound = { stories: each, directories: [directory], rowOf: sectionOf };
    const run = await runRounds(() => nextSeed++, bound, onProgress);
    rows.push(...rowsOf(directory, run));
    count += run.stories;
  }
  const note = `${count.toLocaleString('en')} stories, every promise checked after every step.`;
  return { rows, note };
}

function rowsOf(directory: DirectoryName, { tallies, failure }: Stories): readonly ProvedTally[] {
  const fault = `random stories, ${directory}`;
  // FinSpace serves every hire.
  const sections = STORY_SECTIONS.filter((one) => directory !== 'finspace' || one !== 'Bad input');
  const rows = sections.map((section) => ({
    ...sumOf(
      `${fault}: ${section.toLowerCase()}`,
      tallies.filter((tally) => tally.fault === section),
    ),
    section,
  }));
  if (failure === undefined) return rows;
  return [
    ...rows,
    { ...sumOf(fault, []), broken: [failure], injected: 1, section: 'The proof itself' },
  ];
}

function sectionOf(kind: string): string {
  return STORY_SECTIONS.find((section) => TROUBLES[section].includes(kind)) ?? 'daily';
}
