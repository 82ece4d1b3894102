import type { Rule } from './rule.ts';

/** What a duplicate is checked for, and what its record learns from it. */
export const DUPLICATE_RULES: readonly Rule[] = [
  {
    rule: 'before a duplicate, the directory is asked whether the account is there',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'await resolveDuplicate(standing.record, hire, ctx);',
      to: 'provisioned(standing.record, hire, ctx) as Awaited<ReturnType<typeof resolveDuplicate>>;',
    },
    noticedBy: {
      scenario: 'an account that an operator removes',
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'a duplicate is judged as a takeover is',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'const obstacle = judgeDuplicate(result.user, hire, record, ctx);',
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
      from: '  return obstacleOf(found, hire, record, judge);',
      to: '  const { employeeId: _, ...unowned } = found;\n  return obstacleOf(unowned, hire, record, judge);',
    },
    noticedBy: {
      file: 'provisioning/account-owners.test.ts',
      test: 'an account stays another person’s once a hire without an id has taken it over',
    },
  },
  {
    rule: 'a duplicate of an account that is disabled by now, or has more rights, is rejected',
    without: {
      file: 'provisioning/takeover.ts',
      from: '  return obstacleOf(found, hire, record, judge);',
      to: '  return undefined;',
    },
    noticedBy: {
      file: 'provisioning/duplicates.test.ts',
      test: 'another request for the same person is rejected when the account has been disabled since',
    },
  },
  {
    rule: 'a record without an employee id learns the first that a duplicate brings',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "if (record.employeeKey !== undefined) return { kind: 'tied', record };",
      to: "if (hire !== undefined) return { kind: 'tied', record };",
    },
    noticedBy: {
      scenario: 'a hire without an employee id, and two employees with its address',
      faults: 0,
      broken: 'two people share an account',
    },
  },
  {
    rule: 'a record with an employee id learns no second one',
    without: {
      file: 'aws/transitions.ts',
      from: '${STILL_THIS_ACCOUNT}\n      AND (attribute_not_exists(#employeeKey) OR #employeeKey = :employeeKey)',
      to: '${STILL_THIS_ACCOUNT}',
    },
    noticedBy: { file: 'aws/users-table.test.ts', test: 'a second employee id is refused' },
  },
];
