import type { Outage, Reason } from '../outage.ts';
import type { Story } from '../story.ts';

/** Quiet minutes before a reason, so that metrics and alarms have a past; and after it, so that they go off. */
export const BEFORE = 120;
export const AFTER = 180;

/** Sends one hire, and lets pass what its tries take, until none is left or for so many minutes. */
export async function oneHire(
  story: Story,
  minutes: number,
): Promise<{ readonly from: number; readonly until: number }> {
  await story.pass(BEFORE);
  const from = story.minute();
  story.send();
  while (story.queues.NewHireQueue.size() > 0 && story.minute() < from + minutes)
    await story.pass(1);
  return { from, until: story.minute() };
}

/**
 * What the first message in the dead-letter queue gives reason to, at once and for as long as it waits. SQS
 * may say so late that it no longer looks new; those that come after it do.
 */
export function deadLettered(story: Story, minute: number): Readonly<Record<string, Reason[]>> {
  return {
    'new-dead-letters': [{ from: minute, isOptional: true }],
    'dead-letters': [{ from: minute, until: story.minute() }],
  };
}

/** A day on which a lone hire meets the same failure at every try, until it is dead-lettered. */
export function lastsADay(
  name: string,
  alarm: string,
  within: number,
  begin: (story: Story) => void,
): Outage {
  return {
    name: `${name}: a lone hire at night, tried for a day`,
    section: 'Outage',
    bounds: { [alarm]: within, 'not-ready': 125, 'new-dead-letters': 20, 'dead-letters': 20 },
    async play(story) {
      begin(story);
      const reason = await oneHire(story, Number.POSITIVE_INFINITY);
      await story.pass(AFTER);
      return {
        [alarm]: [reason],
        'not-ready': [reason],
        ...deadLettered(story, reason.until - 1),
      };
    },
  };
}
