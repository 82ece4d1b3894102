import type { Rule } from './rule.ts';

/** When an account counts as gone or absent, and what its record means then. */
export const ABSENCE_RULES: readonly Rule[] = [
  {
    rule: 'an account is gone only once reads cannot lag behind its creation',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'Math.max(ctx.target.tokenLifeMs, ctx.target.readLagMs)',
      to: 'ctx.target.tokenLifeMs',
    },
    noticedBy: {
      scenario: 'a directory whose reads lag behind its writes',
      faults: 0,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'an account is gone only once no client token can bring it back',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "if (waitMs > 0) return retry('account-gone'",
      to: "if (waitMs === undefined) return retry('account-gone'",
    },
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'another request for the same person waits while the account may only be missing from reads that lag',
    },
  },
  {
    rule: 'an account that was deleted is not created again for a message from before',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'if (hire.sentAtMs <= goneSeenAtMs)',
      to: 'if (hire === undefined)',
    },
    noticedBy: {
      scenario: 'an account that an operator removes',
      faults: 0,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'a message from before the deletion does not claim the record either',
    without: {
      file: 'aws/transitions.ts',
      from: "'AND (attribute_not_exists(#goneSeenAt) OR #goneSeenAt < :sentAt)'",
      to: "''",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a message from before does not claim a reopened person whose lease is over either',
    },
  },
  {
    rule: 'a message from before the deletion waits while a later one has the record',
    without: {
      file: 'provisioning/states.ts',
      from: ": { kind: 'held', leaseUntilMs: record.leaseUntilMs };",
      to: ": { kind: isSentBeforeGone(record, hire) ? 'account-gone' : 'held', leaseUntilMs: 0 };",
    },
    noticedBy: {
      scenario: 'an employee whose record expires, while a later hire asks for the account again',
      faults: 0,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'the time at which an account was first seen gone stays',
    without: {
      file: 'aws/transitions.ts',
      from: 'AND (attribute_not_exists(#goneSeenAt) OR #goneSeenAt < :completedAt)',
      to: '',
    },
    noticedBy: { file: 'aws/users-table.test.ts', test: 'the first time stays' },
  },
  {
    rule: 'a record is reopened only for the account that is gone',
    without: {
      file: 'aws/transitions.ts',
      from: 'AND #userId = :goneUserId',
      to: 'AND (#userId = :goneUserId OR attribute_exists(#userId))',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a person whose record names another user id than the gone one is not reopened',
    },
  },
  {
    rule: 'no account is absent before reads cannot lag behind an earlier attempt',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "if (waitMs > 0 && look.after !== 'conflict')",
      to: 'if (waitMs === undefined)',
    },
    noticedBy: {
      scenario: 'a directory with neither tokens nor unique addresses, whose reads lag',
      faults: 1,
      broken: 'two accounts for one person',
    },
  },
  {
    rule: 'no account is absent before reads cannot lag behind the create that follows a search',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "return before.after === 'doubt' ? { ...searched, unsettledSinceMs: nowMs } : searched;",
      to: 'return searched;',
    },
    noticedBy: {
      scenario: 'a directory with neither tokens nor unique addresses, whose reads lag',
      faults: 1,
      broken: 'two accounts for one person',
    },
  },
  {
    rule: 'no look of another message, or for another reason, restarts a wait for a call of ours',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "isUnbroken && (search.after === 'conflict') === (after === 'conflict')",
      to: 'isUnbroken && search.after === after',
    },
    noticedBy: {
      scenario:
        'a hire that an operator has cancelled, and a later one, in a directory with neither tokens nor unique addresses, whose reads lag',
      faults: 1,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'what was waited for after a conflict spares no other search its wait',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "isUnbroken && (search.after === 'conflict') === (after === 'conflict')",
      to: 'isUnbroken',
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'waits where the directory refuses the first hire after it had called the address taken for long',
    },
  },
  {
    rule: 'a search after a conflict counts only once reads cannot lag behind the account in the way',
    without: {
      file: 'provisioning/search-directory.ts',
      from: 'if (!isSettled)',
      to: 'if (isSettled === undefined)',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'a conflict that no account explains is not deferred while reads may lag behind the account that is in the way',
    },
  },
];
