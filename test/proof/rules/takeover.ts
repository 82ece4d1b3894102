import type { Rule } from './rule.ts';

/** Whose account an existing one is, and whether a hire may take it over. */
export const TAKEOVER_RULES: readonly Rule[] = [
  {
    rule: 'recovered needs an account that was created since the first attempt',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'mayBeOurs(found, record) &&',
      to: '',
    },
    noticedBy: {
      scenario: 'an account that was there before, exactly as requested',
      faults: 0,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'attempts that certainly made no account are no evidence',
    without: {
      file: 'aws/transitions.ts',
      from: "remove: ', #openSince'",
      to: "remove: ''",
    },
    noticedBy: {
      scenario: 'an account that an administrator makes once the hire was refused',
      faults: 0,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'an account without a creation time is existing',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'found.createTimeMs !== undefined &&',
      to: '',
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
      from: 'openSinceMs - CLOCK_TOLERANCE_MS',
      to: 'openSinceMs',
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
      from: 'record.attemptedDigests.has(digests.digestOf(found))',
      to: 'true',
    },
    noticedBy: {
      scenario: 'an account that another program creates at the same time',
      faults: 0,
      broken: 'an account is called recovered that is not',
    },
  },
  {
    rule: 'the number of attempts is no evidence',
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
      from: 'if (!isWithinPolicy(found, hire.fields, judge))',
      to: 'if (hire === undefined)',
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
      from: 'const matches = onceEach(users)',
      to: 'const matches = onceEach === undefined ? [] : users',
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
      from: 'if (isOwnedByAnother(found, hire, record, judge))\n',
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
      from: 'hire.employeeKey ?? record.employeeKey',
      to: 'hire.employeeKey',
    },
    noticedBy: {
      file: 'provisioning/account-owners.test.ts',
      test: 'an account is another person’s when the record has an employee id, and the hire none',
    },
  },
  {
    rule: 'an account that is looked up after a creation may have been there before: it is judged',
    without: {
      file: 'targets/scim/read-created.ts',
      from: "if (found.kind === 'users' && found.users.length > 0) return { kind: 'conflict' };",
      to: "if (found.kind === 'users' && found.users.length > 0) return { kind: 'created', userId: String(found.users[0]?.['id']) };",
    },
    noticedBy: {
      file: 'targets/scim/created-without-id.test.ts',
      test: 'at another address is not given to a hire that names its employee id',
    },
  },
  {
    rule: 'a creation that returns the account of the employee at another address is a conflict',
    without: {
      file: 'targets/scim/read-created.ts',
      from: "if (isOurs && !hasAnyAddress(body, emailAddress)) return { kind: 'conflict' };",
      to: '',
    },
    noticedBy: {
      file: 'targets/scim/create.test.ts',
      test: 'a server responds with the employee’s account at another address: a conflict',
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
];
