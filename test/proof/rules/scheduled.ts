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
    rule: 'the end of a cancelled hire is not published while an attempt may still make the account',
    without: {
      file: 'operator/scheduled/drop-cancelled.ts',
      from: "body === undefined || after.kind === 'being-created'",
      to: 'body === undefined',
    },
    noticedBy: {
      file: 'operator/cli/scheduled/scheduled.test.ts',
      test: 'says that it is too late where an attempt has begun',
    },
  },
  {
    rule: 'the end of a request that came to its account is not published a second time, as dropped',
    without: {
      file: 'operator/scheduled/drop-cancelled.ts',
      from: "after.kind === 'has-account' && after.isOfThisRequest",
      to: "after.kind === 'has-account' && after.userId === ''",
    },
    noticedBy: {
      file: 'operator/cli/scheduled/scheduled.test.ts',
      test: 'publishes no end of a request that came to its account after all',
    },
  },
  {
    rule: 'a cancelled hire keeps its message until its end is published',
    without: {
      file: 'aws/cancel-scheduled.ts',
      from: 'REMOVE #waiting ADD',
      to: 'REMOVE #waiting, #body ADD',
    },
    noticedBy: {
      file: 'operator/cancel-hire.test.ts',
      test: 'a cancelled hire whose event cannot be sent keeps its message until the event is sent',
    },
  },
  {
    rule: 'the message of what HR asked for after a cancellation stays',
    without: {
      file: 'aws/cancel-scheduled.ts',
      from: "'#version = :cancelledVersion'",
      to: "'#version >= :cancelledVersion'",
    },
    noticedBy: {
      file: 'aws/scheduled-table.test.ts',
      test: 'keeps the body of what HR has asked for since then',
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
      from: 'if (!isOurs) return undefined;',
      to: 'if (!isOurs || movedFrom) return undefined;',
    },
    noticedBy: {
      file: 'operator/failed-message.test.ts',
      test: 'is the time of a message that SQS moved, or what a copy of our own says',
    },
  },
];
