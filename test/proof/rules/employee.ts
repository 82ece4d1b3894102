import type { Rule } from './rule.ts';

/** One employee, one account: pointers from employee ids to records. */
export const EMPLOYEE_RULES: readonly Rule[] = [
  {
    rule: 'an employee id points to its record before an account is created',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'const pointing = await pointEmployee(attempt, ctx);',
      to: "const pointing = { kind: 'pointed' } as Awaited<ReturnType<typeof pointEmployee>>;",
    },
    noticedBy: {
      scenario: 'one employee at two addresses',
      faults: 0,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'a hire without an employee id acts for the one that holds the record',
    without: {
      file: 'provisioning/point-employee.ts',
      from: 'const { employeeKey } = record;\n  if',
      to: 'const employeeKey = hire.employeeKey && record.employeeKey;\n  if',
    },
    noticedBy: {
      scenario: 'one employee, once without an id, and another address of the same employee',
      faults: 1,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'a pointer is only ever taken from no one',
    without: {
      file: 'aws/pointer-updates.ts',
      from: "'attribute_not_exists(#personKey) OR #personKey = :personKey'",
      to: "'attribute_not_exists(#nothing) OR #personKey = :personKey'",
    },
    noticedBy: {
      scenario: 'one employee at two addresses',
      faults: 0,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'an attempt whose employee id is held elsewhere lets go of the record',
    without: {
      file: 'provisioning/point-employee.ts',
      from: 'await ctx.store.release(release)',
      to: "((madeNoAccount ? { kind: 'written', personKey, attempts } : { kind: 'written' }) as { kind: string })",
    },
    noticedBy: {
      scenario: 'an employee id that a duplicate brings, and another address of the same employee',
      faults: 0,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'an id is held elsewhere by a later attempt that was refused, too',
    without: {
      file: 'provisioning/states.ts',
      from: "return record?.state === 'FAILED' && record.employeeKey === employeeKey;",
      to: 'return employeeKey === undefined;',
    },
    noticedBy: {
      scenario: 'one employee at two addresses, in a directory that refuses hires for a while',
      faults: 1,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'a rejection because of another address lets go of the record',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: 'const freesEmployee = madeNoAccount || isElsewhere;',
      to: 'const freesEmployee = madeNoAccount;',
    },
    noticedBy: {
      scenario: 'two employees at one address, and one of them at another',
      faults: 1,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'a first attempt that the directory refuses gives its address free',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: 'const freesEmployee = madeNoAccount || isElsewhere;',
      to: 'const freesEmployee = isElsewhere;',
    },
    noticedBy: {
      scenario: 'two employees at one address, in a directory that refuses hires for a while',
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'a first attempt whose lost call may have made the account gives nothing free',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: 'isFirstAttempt(attempt.record) && !mayHaveAccount',
      to: 'isFirstAttempt(attempt.record) || mayHaveAccount',
    },
    noticedBy: {
      scenario:
        'one employee at two addresses, and an account without a date that an administrator disables',
      faults: 1,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'a first attempt that the directory refuses gives its employee id free',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: "if (result.kind === 'written' && madeNoAccount) await freeEmployee(attempt, ctx);",
      to: '',
    },
    noticedBy: {
      scenario: 'one employee at two addresses, in a directory that refuses hires for a while',
      faults: 0,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'a message that meets its own failure gives its employee id free again',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'await freeEmployee({ hire, record: standing.record }, ctx);',
      to: 'await Promise.resolve();',
    },
    noticedBy: {
      scenario: 'one employee at two addresses, in a directory that refuses hires for a while',
      faults: 1,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'a pointer is given free only by the attempt that set it',
    without: {
      file: 'aws/pointer-updates.ts',
      from: "'#personKey = :personKey AND #attempt = :attempt'",
      to: "'#personKey = :personKey AND #attempt >= :attempt'",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a pointer that a later attempt has set stays',
    },
  },
  {
    rule: 'only a first attempt is believed when the directory refuses it',
    without: {
      file: 'provisioning/states.ts',
      from: 'attempts - attemptsWithoutAccount === 1',
      to: 'attempts >= 1 && attemptsWithoutAccount >= 0',
    },
    noticedBy: {
      scenario: 'one employee at two addresses, in a directory that refuses hires for a while',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'an attempt after those that ended for certain is a first one again',
    without: {
      file: 'provisioning/states.ts',
      from: 'attempts - attemptsWithoutAccount === 1',
      to: 'attempts === 1 && attemptsWithoutAccount >= 0',
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'is corrected a second time, after two refusals by the directory',
    },
  },
  {
    rule: 'an account is stored only while the record belongs to whom the attempt claimed it for',
    without: {
      file: 'aws/transitions.ts',
      from: 'stillHeldBy(claimedEmployeeKey),',
      to: '`(${stillHeldBy(claimedEmployeeKey)} OR attribute_exists(#pk))`,',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that belongs to another employee by now is not completed',
    },
  },
  {
    rule: 'a record is reopened only while it belongs to the employee of the account that is gone',
    without: {
      file: 'aws/transitions.ts',
      from: 'AND ${stillHeldBy(employeeKey)}`',
      to: 'AND (${stillHeldBy(employeeKey)} OR attribute_exists(#pk))`',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that belongs to another employee by now is not reopened',
    },
  },
  {
    rule: 'the employee id of a duplicate points to the record before the record learns it',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "if (pointing.kind === 'refused')",
      to: 'if (hire === undefined)',
    },
    noticedBy: {
      scenario: 'an employee id that a duplicate brings, and another address of the same employee',
      faults: 0,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'an address passes to the next employee once its account is gone',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: "    case 'gone':\n      return noteGone(record, ctx);",
      to: "    case 'gone':\n      if (isAnotherEmployee(record, hire))\n        return rejectedNow(REASONS.addressBelongsToAnother, ctx);\n      return noteGone(record, ctx);",
    },
    noticedBy: {
      scenario: 'an address that passes to the next employee once its account is removed',
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'another employee waits for a lease before being rejected',
    without: {
      file: 'provisioning/states.ts',
      from: 'isAnothers && record.leaseUntilMs <= nowMs',
      to: 'isAnothers',
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'waits while an attempt for another employee runs',
    },
  },
  {
    rule: 'an account without a date may be ours',
    without: {
      file: 'provisioning/takeover.ts',
      from: 'createTimeMs = Number.POSITIVE_INFINITY',
      to: 'createTimeMs = 0',
    },
    noticedBy: {
      scenario:
        'one employee at two addresses, and an account without a date that an administrator disables',
      faults: 1,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'an account that a first attempt finds before its call is not ours',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "const hasCalled = after !== 'doubt';",
      to: 'const hasCalled = after !== undefined;',
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'simply works where that account was found before the first call',
    },
  },
  {
    rule: 'one of several accounts may be ours',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'return fail(identified.reason, attempt, ctx, { mayHaveAccount });',
      to: 'return fail(identified.reason, attempt, ctx);',
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'is rejected where a lost call has made one of two accounts at the first address',
    },
  },
  {
    rule: 'an attempt has failed before its employee id is given free',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: '  const result = await ctx.store.fail(failure);',
      to: '  if (madeNoAccount) await freeEmployee(attempt, ctx);\n  const result = await ctx.store.fail(failure);',
    },
    noticedBy: {
      scenario:
        'one employee at two addresses, one of them twice, in a directory that begins to refuse',
      faults: 0,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'a message waits for a record that let go of its employee id',
    without: {
      file: 'provisioning/states.ts',
      from: "return record?.state === 'FAILED' && record.employeeKey === employeeKey;",
      to: "return record?.state === 'FAILED' && employeeKey !== undefined;",
    },
    noticedBy: {
      scenario:
        'one employee at two addresses, one of them twice, in a directory that begins to refuse',
      faults: 0,
      broken: 'a record says FAILED, and its account is there',
    },
  },
  {
    rule: 'a record that is reopened points again',
    without: {
      file: 'provisioning/point-employee.ts',
      from: "if (employeeKey === undefined) return { kind: 'pointed' };",
      to: "if (employeeKey === undefined || record.goneSeenAtMs !== undefined)\n    return { kind: 'pointed' };",
    },
    noticedBy: {
      scenario:
        'an address whose next employee has an account at another, once its own account is removed',
      faults: 0,
      broken: 'two accounts for one employee',
    },
  },
  {
    rule: 'a duplicate never takes a record from another employee',
    without: {
      file: 'aws/transitions.ts',
      from: "AND (attribute_not_exists(#employeeKey) OR #employeeKey = :employeeKey)`,\n    values: { ...thisAccount(note.userId), ':employeeKey'",
      to: "`,\n    values: { ...thisAccount(note.userId), ':employeeKey'",
    },
    noticedBy: {
      scenario: 'a hire without an employee id, and two employees at its address side by side',
      faults: 0,
      broken: 'two people share an account',
    },
  },
];
