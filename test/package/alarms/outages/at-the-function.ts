import type { Outage } from '../outage.ts';
import { maxReceiveCount } from '../story.ts';
import { AFTER, BEFORE, deadLettered, oneHire } from './lone-hire.ts';

const PROMISE_MINUTES = 60;

/** What keeps the function from its work. */
export const AT_THE_FUNCTION: readonly Outage[] = [
  {
    name: 'a lone hire crashes the function, or nothing can start it, until SQS moves the message',
    section: 'Killed',
    bounds: { 'function-errors': 5, 'new-dead-letters': 20, 'dead-letters': 20 },
    async play(story) {
      story.function.condition = 'crashes';
      const { from, until } = await oneHire(story, Number.POSITIVE_INFINITY);
      await story.pass(AFTER);
      const lastCrash = from + 6 * (maxReceiveCount - 1);
      return {
        'function-errors': [{ from, until: lastCrash }],
        ...deadLettered(story, until - 1),
      };
    },
  },

  {
    name: 'Lambda has no room for the function for a morning',
    section: 'Outage',
    bounds: { 'function-throttles': 25 },
    async play(story) {
      story.function.condition = 'throttled';
      const reason = await oneHire(story, 240);
      story.function.condition = 'works';
      await story.pass(AFTER);
      return { 'function-throttles': [reason] };
    },
  },

  {
    name: 'SQS takes outcomes so slowly that an invocation comes near to its timeout',
    section: 'Outage',
    bounds: { 'near-timeout': 5 },
    async play(story) {
      story.function.durationMs = 58_500;
      const reason = await oneHire(story, 60);
      story.function.durationMs = 900;
      await story.pass(AFTER);
      return { 'near-timeout': [{ from: reason.from }] };
    },
  },

  {
    name: 'someone invokes the function directly, with records of their own, an hour apart',
    bounds: { 'not-in-flight': 5 },
    async play(story) {
      const invoked: number[] = [];
      for (const _ of [1, 2]) {
        await story.pass(60);
        invoked.push(story.minute());
        await story.invokeDirectly();
      }
      await story.pass(AFTER);
      return { 'not-in-flight': invoked.map((from) => ({ from })) };
    },
  },

  {
    name: 'consumption is paused while hires come in',
    section: 'Paused',
    bounds: { 'not-consumed': 40, 'not-ready': PROMISE_MINUTES + 10 },
    async play(story) {
      await story.pass(BEFORE);
      story.isConsuming = false;
      // Asleep, as a queue is that nothing accesses; the first hire wakes it.
      await story.pass(600);
      const from = story.minute();
      for (const _ of [1, 2, 3, 4, 5, 6]) {
        story.send();
        await story.pass(60);
      }
      const until = story.minute();
      story.isConsuming = true;
      await story.pass(AFTER);
      return { 'not-consumed': [{ from, until }], 'not-ready': [{ from, until }] };
    },
  },
];
