import type { Rule } from './rule.ts';

/** Whose account an existing one is, and what a record means once its account is gone. */
export const TAKEOVER_RULES: readonly Rule[] = [
  {
    rule: 'recovered needs an account that was created since the first attempt',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'found.createTimeMs >= record.firstAttemptAtMs - CLOCK_TOLERANCE_MS &&',
      to: '',
    },
    noticedBy: {
      scenario: 'an account that was there before, exactly as requested',
      faults: 0,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'an account without a creation time is existing',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'found.createTimeMs !== undefined &&\n    found.createTimeMs >= record.firstAttemptAtMs - CLOCK_TOLERANCE_MS &&',
      to: '(found.createTimeMs ?? Infinity) >= record.firstAttemptAtMs - CLOCK_TOLERANCE_MS &&',
    },
    noticedBy: {
      scenario: 'an account that was there before, without a creation date',
      faults: 0,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'clocks may differ by a minute',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'record.firstAttemptAtMs - CLOCK_TOLERANCE_MS',
      to: 'record.firstAttemptAtMs',
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'evidence that an account is ours allows a minute for clocks that differ',
    },
  },
  {
    rule: 'recovered needs an account with fields that were tried',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'record.attemptedDigests.has(digestOf(found))',
      to: 'true',
    },
    noticedBy: {
      scenario: 'an account that another program creates at the same time',
      faults: 0,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'attempts are no evidence',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'return (\n    found.emailAddress === hire.fields.emailAddress &&',
      to: 'if (record.attempts > 1) return true;\n  return (\n    found.emailAddress === hire.fields.emailAddress &&',
    },
    noticedBy: {
      scenario: 'an account that was there before, with another name',
      faults: 1,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'an account in other letter case is existing',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'found.emailAddress === hire.fields.emailAddress &&',
      to: '',
    },
    noticedBy: {
      file: 'provisioning/takeover.test.ts',
      test: 'an account that was there before in other letter case is existing, even with the evidence of a recovered one',
    },
  },
  {
    rule: 'the record as stored after the find decides whose account it is',
    without: { file: 'provisioning/provision-hire.ts', from: 'latest ?? record', to: 'record' },
    noticedBy: {
      scenario: 'two requests that ask differently',
      faults: 1,
      broken: 'an account is called existing that is not',
    },
  },
  {
    rule: 'an account outside policy, or above what was asked, is not taken over',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'if (!isWithinPolicy(found, hire.fields, policy))',
      to: 'if (policy === undefined)',
    },
    noticedBy: {
      scenario: 'an account that no hire may take over',
      faults: 0,
      broken: 'a hire was let through',
    },
  },
  {
    rule: 'an account that is disabled is not taken over',
    without: {
      file: 'provisioning/takeover.ts',
      from: "found.status === 'DISABLED'",
      to: 'found.status === undefined',
    },
    noticedBy: {
      file: 'provisioning/takeover.test.ts',
      test: 'an account that was there before is rejected when it is disabled',
    },
  },
  {
    rule: 'an account that is still being created is waited for',
    without: {
      file: 'provisioning/takeover.ts',
      from: "found.status === 'CREATING'",
      to: 'found.status === undefined',
    },
    noticedBy: {
      file: 'provisioning/takeover.test.ts',
      test: 'an account that was there before is waited for while the directory is still creating it',
    },
  },
  {
    rule: 'the exact address wins: both the target and the engine ensure it',
    noticedBy: {
      file: 'targets/finspace/find/letter-case.test.ts',
      test: 'the exact address wins over another spelling on an earlier page',
    },
  },
  {
    rule: 'one account that a server lists twice is one',
    without: {
      file: 'targets/scim/filter-users.ts',
      from: 'users: onceEach(users)',
      to: 'users: onceEach === undefined ? [] : users',
    },
    noticedBy: { file: 'targets/scim/odd-accounts.test.ts', test: 'is one account' },
  },
  {
    rule: 'several accounts in other letter case are ambiguous',
    without: {
      file: 'provisioning/takeover.ts',
      from: '!one || others.length > 0',
      to: '!one',
    },
    noticedBy: {
      file: 'provisioning/takeover.test.ts',
      test: 'several accounts of one address are ambiguous when none is spelled exactly so',
    },
  },
  {
    rule: 'an account at another address is never taken over, not even under this employee id',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'if (elsewhere) return',
      to: 'if (elsewhere && hire === undefined) return',
    },
    noticedBy: {
      scenario: 'an employee id that the directory notes at another address',
      faults: 0,
      broken: 'a record names the account of another person',
    },
  },
  {
    rule: 'an account of another employee id is not taken over',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'if (isOwnedByAnother(found, hire, record))\n',
      to: 'if (hire === undefined)\n',
    },
    noticedBy: {
      scenario: 'an account that the directory itself knows to be another person’s',
      faults: 0,
      broken: 'an event names an account that the directory itself knows to be another person’s',
    },
  },
  {
    rule: 'an account of an employee id is not taken over by a hire without one',
    without: {
      file: 'provisioning/takeover.ts',
      from: '{ ...record, ...hire }',
      to: 'hire',
    },
    noticedBy: {
      file: 'provisioning/target-properties.test.ts',
      test: 'an account is another person’s when the record has an employee id, and the hire none',
    },
  },
  {
    rule: 'where another system writes externalId, only person keys say whose account it is',
    without: {
      file: 'targets/scim/external-ids.ts',
      from: 'isPersonKey(externalId) ? externalId : undefined',
      to: 'isPersonKey(externalId) ? externalId : externalId',
    },
    noticedBy: {
      file: 'targets/scim/external-ids.test.ts',
      test: 'an account with that system’s id is taken over by its address',
    },
  },
  {
    rule: 'before a duplicate, the directory is asked whether the account is there',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'return duplicate(standing.record, hire, ctx);',
      to: 'return provisioned(standing.record, hire, ctx);',
    },
    noticedBy: {
      scenario: 'an account that an operator removes',
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'an account is gone only once reads cannot lag behind its creation',
    without: {
      file: 'provisioning/provision-hire.ts',
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
    rule: 'nor before no token can bring it back',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "if (waitMs > 0) return retry('account-gone'",
      to: "if (waitMs === undefined) return retry('account-gone'",
    },
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'another request for the same person waits while the account may only be missing from reads that lag',
    },
  },
  {
    rule: 'an account that was deleted is not made again by a message from before',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (hire.sentAtMs <= (goneSeenAtMs ?? nowMs))',
      to: 'if (hire === undefined)',
    },
    noticedBy: {
      scenario: 'an account that an operator removes',
      faults: 0,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'nor by the claim of one',
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
    rule: 'the time at which an account was first seen gone stays',
    without: {
      file: 'aws/transitions.ts',
      from: 'AND (attribute_not_exists(#goneSeenAt) OR #goneSeenAt < :completedAt)',
      to: '',
    },
    noticedBy: { file: 'aws/users-table.test.ts', test: 'the first time stays' },
  },
  {
    rule: 'no account is absent before reads cannot lag behind an earlier attempt',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "if (waitMs > 0 && purpose !== 'conflict')",
      to: 'if (waitMs === undefined)',
    },
    noticedBy: {
      scenario: 'a directory with neither tokens nor unique addresses, whose reads lag',
      faults: 1,
      broken: 'two accounts for one person',
    },
  },
  {
    rule: 'nor before they cannot lag behind the create that follows a search',
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
    rule: 'a duplicate is judged as a takeover is',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'const obstacle = judgeDuplicate(result.user, hire, record, ctx.policy);',
      to: 'const obstacle = undefined as ReturnType<typeof judgeDuplicate>;',
    },
    noticedBy: {
      scenario: 'an account that an administrator gives another address',
      faults: 0,
      broken: 'a duplicate is reported of an account at another address',
    },
  },
  {
    rule: 'a duplicate of an account at another address is rejected',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'if (!isSameAddress(found.emailAddress, hire.fields.emailAddress))',
      to: 'if (hire === undefined)',
    },
    noticedBy: {
      scenario: 'an account that an administrator gives another address',
      faults: 0,
      broken: 'a duplicate is reported of an account at another address',
    },
  },
  {
    rule: 'a duplicate of an account of another employee id is rejected',
    without: {
      file: 'provisioning/takeover.ts',
      from: '  return obstacleOf(found, hire, record, policy);',
      to: '  const { employeeId: _, ...unowned } = found;\n  return obstacleOf(unowned, hire, record, policy);',
    },
    noticedBy: {
      file: 'provisioning/target-properties.test.ts',
      test: 'an account stays another person’s once a hire without an id has taken it over',
    },
  },
  {
    rule: 'a duplicate of an account that is disabled, or has more rights by now, is rejected',
    without: {
      file: 'provisioning/takeover.ts',
      from: '  return obstacleOf(found, hire, record, policy);',
      to: '  return undefined;',
    },
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'another request for the same person is rejected when the account has been disabled since',
    },
  },
  {
    rule: 'a record without an employee id learns the first that a duplicate brings',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (employeeId === undefined || record.employeeId !== undefined)',
      to: 'if (hire !== undefined)',
    },
    noticedBy: {
      scenario: 'a hire without an employee id, and two employees with its address',
      faults: 0,
      broken: 'two people share an account',
    },
  },
  {
    rule: 'and no second one',
    without: {
      file: 'aws/transitions.ts',
      from: '${STILL_THIS_ACCOUNT}\n      AND (attribute_not_exists(#employeeId) OR #employeeId = :employeeId)',
      to: '${STILL_THIS_ACCOUNT}',
    },
    noticedBy: { file: 'aws/users-table.test.ts', test: 'a second employee id is refused' },
  },
];
