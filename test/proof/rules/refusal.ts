import type { Rule } from './rule.ts';

const COMPARED = '  REASONS.refusedByTarget.code,\n';

/** No rejection without a look. */
export const REFUSAL_RULES: readonly Rule[] = [
  {
    rule: 'an event about a hire with an employee id that is at another address has its ids as claims',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: COMPARED,
      to: `${COMPARED}  REASONS.employeeAtAnotherAddress.code,\n`,
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'has its ids as claims, where it is the employee id',
    },
  },
  {
    rule: 'an event about a hire whose address belongs to another has its ids as claims',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: COMPARED,
      to: `${COMPARED}  REASONS.addressBelongsToAnother.code,\n`,
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'has its ids as claims, where it is the address',
    },
  },
  {
    rule: 'an event about a hire that is rejected before its employee id is compared has its ids as claims',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: COMPARED,
      to: `${COMPARED}  REASONS.startCancelled.code,\n`,
    },
    noticedBy: {
      file: 'provisioning/first-day.test.ts',
      test: 'names it only as a claim, where it comes after an operator has cancelled the first',
    },
  },
  {
    rule: 'a refusal by policy reads the record first',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: 'if (emailAddress === undefined) return',
      to: 'if (emailAddress === undefined || fields) return',
    },
    noticedBy: {
      scenario: 'a policy that is narrowed between two deliveries of one message',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'where the record is this request’s and done, the refusal repeats its event',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: 'if (isSameRequest(record, hire))',
      to: 'if (hire === undefined)',
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'a policy that was narrowed after the account was created repeats its event',
    },
  },
  {
    rule: 'where this message failed the record, the refusal repeats the reason',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: "record?.state === 'FAILED' && record.messageId === refusal.messageId",
      to: "record?.state === 'FAILED' && record.messageId === ''",
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'a policy that was narrowed after the attempt failed repeats why it failed',
    },
  },
  {
    rule: 'where an attempt is under way, the refusal asks an operator to look',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: "if (record?.state === 'CREATING' || record?.state === 'GRANTING') return true;",
      to: '',
    },
    noticedBy: {
      scenario: 'a policy that is narrowed between two deliveries of one message',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'where the request is done and cannot be compared any more, the refusal asks an operator to look',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: 'refusal.fields === undefined &&',
      to: 'refusal.fields === null &&',
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'a message whose account was created and whose content can no longer be compared warns too',
    },
  },
  {
    rule: 'an event of another type than the accepted ones claims nothing',
    without: {
      file: 'contracts/event-types.ts',
      from: 'if (accepted.length === 0) return undefined;',
      to: 'if (accepted.length >= 0) return undefined;',
    },
    noticedBy: {
      file: 'provisioning/event-types.test.ts',
      test: 'a termination creates no account, and its event only claims whose it is',
    },
  },
  {
    rule: 'a hire beyond a limit of the directory claims nothing',
    without: {
      file: 'provisioning/check-target.ts',
      from: 'limits.flatMap((limit) => brokenRules(fields, limit))',
      to: 'limits.slice(limits.length).flatMap((limit) => brokenRules(fields, limit))',
    },
    noticedBy: {
      file: 'provisioning/target-limits.test.ts',
      test: 'a hire beyond a limit of the directory is rejected before anything is claimed or called',
    },
  },
  {
    rule: 'a refusal by the target after an earlier attempt is believed only after a search',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (!isFirstAttempt(record))',
      to: 'if (record === undefined)',
    },
    noticedBy: {
      scenario: 'a directory that begins to refuse the hire',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'a refusal after an earlier try of the same attempt is believed only after a search',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "if (result.afterLostAnswer) return resolveRefusal(reason, 'of-this-attempt', attempt, ctx);",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'a refusal after an earlier attempt is not believed either when the lost call was the first try of the same attempt',
    },
  },
  {
    rule: 'a refusal that an existing account may explain is believed only after a search',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "if (result.mayBeConflict) return resolveRefusal(reason, 'none', attempt, ctx);",
      to: '',
    },
    noticedBy: {
      file: 'targets/scim/hidden-accounts.test.ts',
      test: 'has its account found, and the hire is not rejected',
    },
  },
  {
    rule: 'the code of a refusal is reported only if the protocol defines it',
    without: {
      file: 'targets/scim/refusal.ts',
      from: 'return SCIM_TYPES.find((known) => known.toLowerCase() === scimType);',
      to: 'return scimType;',
    },
    noticedBy: {
      file: 'targets/scim/create.test.ts',
      test: 'a scimType of its own is not passed on, as it may quote the person',
    },
  },
  {
    rule: 'a refusal is believed only after a complete search',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "case 'later':\n      return onLater(search.retry);",
      to: "case 'later':\n      return look.after === 'refusal' ? onAbsent(true) : search.retry;",
    },
    noticedBy: {
      scenario: 'a directory that begins to refuse the hire',
      faults: 2,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'a page that was read before a call was sent again proves nothing about its refusal',
    without: {
      file: 'provisioning/search-directory.ts',
      from: " && openCall !== 'of-this-attempt'",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'what was read before a call of this attempt that was sent again does not speak for its refusal',
    },
  },
  {
    rule: 'a server error may have created the account, however old the search behind it is',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "{ after: 'refusal', openCall: 'of-this-attempt' } as const",
      to: "{ after: 'refusal' } as const",
    },
    noticedBy: {
      file: 'provisioning/one-employee.test.ts',
      test: 'waits where a later call may have made the first account, however long ago an earlier look began',
    },
  },
  {
    rule: 'a page that was read before another attempt proves nothing about a refusal',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "isSameLook && (after === 'conflict' || isUnbroken)",
      to: 'search && isSameLook',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'what was read before another attempt does not speak for a refusal',
    },
  },
];
