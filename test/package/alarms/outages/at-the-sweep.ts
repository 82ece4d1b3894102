import type { Outage } from '../outage.ts';
import type { Story } from '../story.ts';
import { AFTER, BEFORE } from './lone-hire.ts';

/** What keeps the sweep from releasing hires on their day. */
export const AT_THE_SWEEP: readonly Outage[] = [
  {
    name: 'the sweep fails for an hour',
    section: 'A first day',
    bounds: { 'sweep-errors': 20 },
    play: (story) => disturbed(story, 'fails', 60, { 'sweep-errors': 15 }),
  },

  {
    name: 'Lambda has no room for the sweep for a morning',
    section: 'A first day',
    bounds: { 'sweep-throttles': 25, 'sweep-stopped': 95 },
    play: (story) =>
      disturbed(story, 'throttled', 240, { 'sweep-throttles': 5, 'sweep-stopped': 1 }),
  },

  {
    name: 'the rule that starts the sweep is disabled for a morning',
    section: 'A first day',
    bounds: { 'sweep-stopped': 95 },
    play: (story) => disturbed(story, 'stopped', 240, { 'sweep-stopped': 1 }),
  },

  {
    name: 'the new-hire queue refuses what the sweep sends, on the day of a hire',
    section: 'A first day',
    bounds: { 'not-released': 90 },
    async play(story) {
      await story.pass(BEFORE);
      story.sweep.isQueueUp = false;
      story.sweep.dueAtMs.push(story.nowMs());
      await story.pass(240);
      story.sweep.isQueueUp = true;
      await story.pass(AFTER);
      return { 'not-released': [{ from: BEFORE, until: BEFORE + 240 }] };
    },
  },
];

/** @param alarms how many minutes before the end of the trouble its last sign is seen, by alarm */
async function disturbed(
  story: Story,
  condition: Story['sweep']['condition'],
  minutes: number,
  alarms: Readonly<Record<string, number>>,
) {
  await story.pass(BEFORE);
  story.sweep.condition = condition;
  await story.pass(minutes);
  const end = story.minute();
  story.sweep.condition = 'works';
  await story.pass(AFTER);
  const reasons = Object.entries(alarms).map(
    ([name, lastSign]) => [name, [{ from: BEFORE, until: end - lastSign }]] as const,
  );
  return Object.fromEntries(reasons);
}
