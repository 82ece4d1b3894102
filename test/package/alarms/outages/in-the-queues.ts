import type { Outage } from '../outage.ts';
import { AFTER, BEFORE, deadLettered } from './lone-hire.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** The hour that a message comes in, the hour in which the alarm is evaluated, and late data. */
const SOME_HOURS = 2 * HOUR + 10;

/** What waits in the queues for people and consumers. */
export const IN_THE_QUEUES: readonly Outage[] = [
  {
    name: 'a sender changes its format, and no one looks for nine days',
    section: 'Bad input',
    bounds: { rejections: 10, 'rejected-expire': 7 * DAY + SOME_HOURS },
    async play(story) {
      await story.pass(BEFORE);
      const from = story.minute();
      for (let sent = 0; sent < 20; sent += 1) story.sendBody('{"cut": ');
      await story.pass(9 * DAY);
      const until = story.minute();
      story.queues.RejectedQueue.removeAll(story.nowMs());
      await story.pass(AFTER);
      return { rejections: [{ from }], 'rejected-expire': [{ from, until }] };
    },
  },

  {
    name: '500 dead letters come on top of an old one: some from the function, some moved by SQS',
    section: 'Outage',
    bounds: { 'new-dead-letters': 20, 'dead-letters': 20 },
    async play(story) {
      const { DeadLetterQueue } = story.queues;
      await story.pass(BEFORE);
      const first = story.minute();
      DeadLetterQueue.send(story.nowMs(), 1);
      await story.pass(12 * HOUR);
      const second = story.minute();
      DeadLetterQueue.send(story.nowMs(), 499);
      await story.pass(12 * HOUR);
      const third = story.minute();
      DeadLetterQueue.moveHere(story.nowMs(), story.nowMs());
      await story.pass(6 * HOUR);
      const until = story.minute();
      return {
        'new-dead-letters': [{ from: first, isOptional: true }, { from: second }, { from: third }],
        'dead-letters': [{ from: first, until }],
      };
    },
  },

  {
    name: 'an operator holds all dead letters at a prompt for two hours, and new ones arrive in the meantime',
    section: 'Outage',
    bounds: { 'new-dead-letters': 20, 'dead-letters': 20 },
    async play(story) {
      const { DeadLetterQueue } = story.queues;
      await story.pass(BEFORE);
      const from = story.minute();
      DeadLetterQueue.send(story.nowMs(), 300);
      await story.pass(3 * HOUR);
      DeadLetterQueue.receive(story.nowMs(), 300, 2 * HOUR * 60);
      await story.pass(HOUR);
      const more = story.minute();
      DeadLetterQueue.send(story.nowMs(), 1);
      await story.pass(3 * HOUR);
      return {
        'new-dead-letters': [{ from, isOptional: true }, { from: more }],
        'dead-letters': [{ from, until: story.minute() }],
      };
    },
  },

  {
    name: 'thirty dead letters are replayed, and another one comes in the same minute',
    section: 'Redriven',
    bounds: { 'new-dead-letters': 20, 'dead-letters': 20 },
    async play(story) {
      const { DeadLetterQueue } = story.queues;
      await story.pass(BEFORE);
      const from = story.minute();
      DeadLetterQueue.send(story.nowMs(), 30);
      await story.pass(5 * HOUR);
      for (const letter of DeadLetterQueue.receive(story.nowMs(), 30, 30)) {
        story.send();
        DeadLetterQueue.remove(letter);
      }
      const replayed = story.minute();
      DeadLetterQueue.send(story.nowMs(), 1);
      await story.pass(HOUR);
      DeadLetterQueue.removeAll(story.nowMs());
      const until = story.minute();
      await story.pass(AFTER);
      return {
        'new-dead-letters': [{ from, isOptional: true }, { from: replayed }],
        'dead-letters': [{ from, until }],
      };
    },
  },

  {
    name: 'SQS moves a message after nine days, and operators only look at it',
    section: 'Killed',
    bounds: {
      'new-dead-letters': 20,
      'dead-letters': 20,
      'dead-letters-expire': 3 * DAY + SOME_HOURS,
    },
    async play(story) {
      const { DeadLetterQueue } = story.queues;
      await story.pass(BEFORE);
      const from = story.minute();
      const sentAtMs = story.nowMs() - 9 * DAY * 60_000;
      DeadLetterQueue.moveHere(sentAtMs, story.nowMs());
      for (let looks = 0; looks < 8; looks += 1) {
        await story.pass(DAY / 2);
        DeadLetterQueue.receive(story.nowMs(), 10, 3 * HOUR * 60);
      }
      const reasons = deadLettered(story, from);
      // The day that is left: then SQS deletes it.
      await story.pass(DAY - 1);
      if (DeadLetterQueue.lostAtMs.length > 0) throw new Error('lost too early');
      const until = story.minute();
      return {
        ...reasons,
        'dead-letters': [{ from, until }],
        'dead-letters-expire': [{ from, until }],
      };
    },
  },

  ...(
    [
      ['is away', 'away'],
      ['receives and never deletes', 'never deletes'],
    ] as const
  ).map(
    ([does, consumer]): Outage => ({
      name: `the consumer of completion events ${does}`,
      section: 'Outage',
      bounds: { 'completions-expire': 7 * DAY + SOME_HOURS },
      async play(story) {
        story.consumer = consumer;
        await story.pass(BEFORE);
        const from = story.minute();
        story.send();
        await story.pass(9 * DAY);
        const until = story.minute();
        story.consumer = 'reads';
        await story.pass(AFTER);
        return { 'completions-expire': [{ from, until }] };
      },
    }),
  ),
];
