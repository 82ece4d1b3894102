import type { Rule } from './rule.ts';

const TOO_MANY = 'more first creations in an hour than the limit';

/** How many accounts are created in an hour. */
export const BUDGET_RULES: readonly Rule[] = [
  {
    rule: 'a claim without a place of the budget claims only what was counted before',
    without: {
      file: 'aws/transitions.ts',
      from: "andCounted: ' AND attribute_exists(#countedBy) AND attribute_exists(#countedHour)'",
      to: "andCounted: ''",
    },
    noticedBy: {
      scenario: 'two hires, and a budget of one creation an hour',
      faults: 0,
      broken: 'an account was created that no hour counts',
    },
  },
  {
    rule: 'an hour gives no more places than it has',
    without: {
      file: 'aws/creation-budget.ts',
      from: " AND #taken <= :atMost',",
      to: " AND #taken <> :atMost',",
    },
    noticedBy: {
      scenario: 'two hires, a budget of one creation an hour, and an operator who raises it',
      faults: 0,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'the count of creations never goes back to an earlier hour',
    without: {
      file: 'aws/creation-budget.ts',
      from: 'OR #hour < :hour',
      to: 'OR #hour <> :hour',
    },
    noticedBy: {
      scenario: 'a warm instance with two hires, and a budget of one creation an hour',
      faults: 0,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'a place that a claim has used is not given to the next hire',
    without: {
      file: 'provisioning/creation-places.ts',
      from: 'isSpent = result.usesPlace === true;',
      to: 'isSpent = false;',
    },
    noticedBy: {
      scenario: 'a warm instance with two hires, and a budget of one creation an hour',
      faults: 0,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'a place that a claim may have used is not given to the next hire',
    without: {
      file: 'provisioning/creation-places.ts',
      from: 'isSpent = true;',
      to: 'isSpent = false;',
    },
    noticedBy: {
      scenario: 'a warm instance with two hires, and a budget of one creation an hour',
      faults: 1,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'a claim that was refused, and whose first sending counted the account, has used its place',
    without: {
      file: 'aws/users-table.ts',
      from: "if (!isOurs) return { kind: 'refused', record, ...use };",
      to: "if (!isOurs) return { kind: 'refused', record };",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a claim whose first sending counted the account has used its place, although another has claimed since',
    },
  },
  {
    rule: 'a claim keeps the hour in which an earlier one has counted the account',
    without: {
      file: 'aws/transitions.ts',
      from: '#countedBy = if_not_exists(#countedBy, :claimToken)',
      to: '#countedBy = :claimToken',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a second claim uses no place: the account stays counted in the hour of the first',
    },
  },
  {
    rule: 'an account that is made again needs a place',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'if (ctx.payment && ctx.payment.hour === undefined) return budgetSpent();',
      to: '',
    },
    noticedBy: {
      scenario:
        'an account that is asked for again, and another hire, with a budget of one creation an hour',
      faults: 0,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'an account that is made again counts in the hour of its own place',
    without: {
      file: 'aws/transitions.ts',
      from: "replace: ', #countedHour = :hour, #countedBy = :claimToken'",
      to: "replace: ', #countedHour = if_not_exists(#countedHour, :hour), #countedBy = :claimToken'",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that is reopened counts again, in the hour of the new place',
    },
  },
  {
    rule: 'the place of an account that may be ours is not given to the next hire',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'isForeign: !hasCalled || !mayBeOurs(found, record),',
      to: 'isForeign: true,',
    },
    noticedBy: {
      scenario:
        'a warm instance with a hire that may find its own account, and a budget of one creation an hour',
      faults: 1,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'the place of an account that was there before is not given to the next hire while another attempt is open',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (isForeign && isFirstAttempt(result.record)) ctx.payment',
      to: 'if (isForeign) ctx.payment',
    },
    noticedBy: {
      scenario:
        'a warm instance with a hire whose account was there before and is removed, and a budget of one creation an hour',
      faults: 1,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'an attempt that certainly made no account takes its place out of the record',
    without: {
      file: 'aws/transitions.ts',
      from: "return isLeft ? ', #countedBy, #countedHour' : ', #countedBy';",
      to: "return isLeft ? '' : ', #countedBy';",
    },
    noticedBy: {
      scenario:
        'a warm instance with a hire that the directory refuses for a while, and a budget of one creation an hour',
      faults: 0,
      broken: TOO_MANY,
    },
  },
  {
    rule: 'a claim after an attempt that ended takes a place of its own, although an earlier one may yet create an account',
    without: {
      file: 'aws/transitions.ts',
      from: "return isLeft ? ', #countedBy, #countedHour' : ', #countedBy';",
      to: "return isLeft ? ', #countedBy, #countedHour' : '';",
    },
    noticedBy: {
      file: 'provisioning/creation-budget.test.ts',
      test: 'the places of hires that are refused, of people whose accounts were deleted, are not saved up',
    },
  },
  {
    rule: 'a hire that gives way to a later first day takes its place out of the record, and leaves it to the next hire',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: 'const leavesPlace = isFirstAttempt(record);',
      to: 'const leavesPlace = isFirstAttempt(record) && !record;',
    },
    noticedBy: {
      file: 'provisioning/creation-budget.test.ts',
      test: 'a warm instance has the place of a hire that gives way to a later first day for the next hire',
    },
  },
  {
    rule: 'the place of a hire that was refused is not given to the next hire while a newer attempt counts by it',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: "if (result.kind === 'written' && madeNoAccount) ctx.payment",
      to: 'if (madeNoAccount) ctx.payment',
    },
    noticedBy: {
      scenario:
        'a warm instance with a hire that the directory refuses for a while, and a budget of one creation an hour',
      faults: 1,
      broken: TOO_MANY,
    },
  },
];
