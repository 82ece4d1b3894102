import type { Rule } from './rule.ts';

const TABLE_TEST = 'operator/scheduled.test.ts';

/** What an operator may decide about a hire that waits for its day, and what a copy says of its age. */
export const SCHEDULED_RULES: readonly Rule[] = [
  {
    rule: 'an operator’s cancellation is later than the message, whichever clock is behind',
    without: {
      file: 'operator/scheduled/cancel-hire.ts',
      from: 'Math.max(nowMsAtAws(stack), shown.askedAtMs + 1)',
      to: 'nowMsAtAws(stack)',
    },
    noticedBy: {
      file: TABLE_TEST,
      test: 'decides later than its message, by whichever clock that was sent',
    },
  },
  {
    rule: 'an operator erases no hire that has changed since it was shown',
    without: {
      file: 'operator/erase/erase-scheduled.ts',
      from: "'attribute_not_exists(pk) OR version = :version'",
      to: "'attribute_not_exists(pk) OR version > :version OR version = :version'",
    },
    noticedBy: {
      file: TABLE_TEST,
      test: 'erases none that has changed since it was shown',
    },
  },
  {
    rule: 'a message that SQS moved is no newer than when HR sent it',
    without: {
      file: 'operator/failed/failed-message.ts',
      from: 'if (movedFrom !== newHireQueueArn) return undefined;',
      to: 'if (movedFrom !== undefined) return undefined;',
    },
    noticedBy: {
      file: 'operator/failed-message.test.ts',
      test: 'is the time of a message that SQS moved, or what a copy of our own says',
    },
  },
];
