import { readFileSync } from 'node:fs';
import type { IntakeState } from '../intake-model.ts';
import type { Outage } from '../outage.ts';
import type { Story } from '../story.ts';
import { AFTER, BEFORE } from './lone-hire.ts';

const USER: object = JSON.parse(readFileSync('events/sources/scim/user.json', 'utf8'));
const SECTION = 'An HR system';
/** A message that was not taken is visible again after half an hour, and late after an hour. */
const TRY_EVERY = 30;
const LATE = 60;
const TROUBLE = 180;
/** SQS says no age of a message that was received three times, and a function that takes nothing neither. */
const LEFT_OUT = TROUBLE;
/** A period of five minutes, and late data. */
const SEEN = 10;

/** What keeps intake from taking records, and what it has to say of them. */
export const AT_INTAKE: readonly Outage[] = [
  {
    name: 'intake crashes on a record for three hours',
    section: SECTION,
    bounds: { 'intake-errors': SEEN, 'intake-late': SEEN },
    play: (story) => disturbed(story, { condition: 'crashes' }, 'intake-errors', LEFT_OUT),
  },

  {
    name: 'Lambda has no room for intake for three hours',
    section: SECTION,
    bounds: { 'intake-throttles': TRY_EVERY + SEEN, 'intake-late': SEEN },
    play: (story) => disturbed(story, { condition: 'throttled' }, 'intake-throttles', LEFT_OUT),
  },

  {
    name: 'the table of intake is down for three hours',
    section: SECTION,
    bounds: { 'intake-failures': TRY_EVERY + SEEN, 'intake-late': TRY_EVERY + SEEN },
    play: (story) => disturbed(story, { isTableUp: false }, 'intake-failures'),
  },

  {
    name: 'the mapping of intake is disabled for three hours',
    section: SECTION,
    bounds: { 'intake-late': SEEN },
    play: (story) => disturbed(story, { condition: 'stopped' }),
  },

  {
    name: 'an HR system leaves the addresses out of its export',
    section: SECTION,
    bounds: { 'intake-rejections': SEEN },
    async play(story) {
      await story.pass(BEFORE);
      const from = story.minute();
      for (let sent = 0; sent < 20; sent += 1)
        story.sendRecord({ ...USER, userName: String(sent), emails: [] });
      await story.pass(20);
      story.queues.RejectedQueue.removeAll(story.nowMs());
      await story.pass(AFTER);
      return { 'intake-rejections': [{ from }] };
    },
  },

  {
    name: 'someone invokes intake directly, with records of their own, an hour apart',
    bounds: { 'intake-not-in-flight': 5 },
    async play(story) {
      const invoked: number[] = [];
      for (const _ of [1, 2]) {
        await story.pass(60);
        invoked.push(story.minute());
        await story.invokeIntakeDirectly();
      }
      await story.pass(AFTER);
      return { 'intake-not-in-flight': invoked.map((from) => ({ from })) };
    },
  },

  {
    name: 'a file has more new people than an operator has allowed',
    section: SECTION,
    bounds: { 'intake-file-waits': SEEN },
    async play(story) {
      await story.pass(BEFORE);
      const from = story.minute();
      story.fileWaits();
      await story.pass(AFTER);
      return { 'intake-file-waits': [{ from }] };
    },
  },
];

/**
 * @param alarm beside that for what is late, until the last try that fails
 * @param lateAfter minutes until it is known to be late
 */
async function disturbed(
  story: Story,
  trouble: Partial<IntakeState>,
  alarm?: string,
  lateAfter = LATE,
) {
  await story.pass(BEFORE);
  const from = story.minute();
  const { ...before } = story.intake;
  Object.assign(story.intake, trouble);
  story.sendRecord(USER);
  await story.pass(TROUBLE);
  const until = story.minute() - TRY_EVERY;
  Object.assign(story.intake, before);
  await story.pass(AFTER);
  return {
    ...(alarm !== undefined && { [alarm]: [{ from, until }] }),
    'intake-late': [{ from: from + lateAfter, until: Math.max(until, from + lateAfter) }],
  };
}
