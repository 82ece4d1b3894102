import { tellRounds } from '../model/rounds.ts';
import type { Proof } from './part.ts';
import type { Section } from './sections.ts';
import { sumOf } from './tally.ts';

/** The trouble that a story may be about, and where it is told of. */
const SECTION_OF: Readonly<Record<string, Section>> = {
  'crash before': 'Killed',
  'crash after': 'Killed',
  'received many times': 'Killed',
  'answer lost': 'Answer lost',
  'call lost': 'Outage',
  'partly done': 'Outage',
  'outage begins': 'Outage',
  throttled: 'Throttled',
  'delivered twice': 'Delivered twice',
  'sent again in other letter case': 'Delivered twice',
  'instance runs up to a call': 'Instances side by side',
  'redriven from the dead-letter queue': 'Redriven',
  'redelivered from the rejected queue': 'Redriven',
  'existing account appears': 'Somebody was there before',
  'account deleted': 'Somebody was there before',
  'account disabled or enabled': 'Somebody was there before',
  'policy narrowed or widened': 'Rules change',
  'directory refuses hires, or no longer': 'Rules change',
  'delivered with no time left': 'The clock',
  'clock past a retry': 'The clock',
  'clock past the lease': 'The clock',
  'clock past the token': 'The clock',
  'clock past every backoff': 'The clock',
  'clock past the hand-over': 'The clock',
};

/** Random stories of all that at once: a row for each kind of trouble, of the people of its stories. */
export async function proveStories(
  { seed, stories }: { readonly seed: number; readonly stories: number },
  onProgress: (line: string) => void,
): Promise<Proof> {
  let nextSeed = seed;
  const told = await tellRounds(() => nextSeed++, { stories }, onProgress);
  const rows = Object.entries(SECTION_OF).map(([trouble, section]) => {
    const tallies = told.tallies.filter(({ fault }) => fault === trouble);
    return { ...sumOf(`random stories: ${trouble}`, tallies), section };
  });
  const note = `${told.stories.toLocaleString('en')} stories, every promise checked after every step.`;
  if (told.failure === undefined) return { rows, note };
  const failed = { ...sumOf('random stories', []), injected: 1, broken: [told.failure] };
  return { rows: [...rows, { ...failed, section: 'The proof itself' }], note };
}
