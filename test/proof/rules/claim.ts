import type { Rule, SourceChange } from './rule.ts';

/** No message waits for a lease any more, which must not break a promise. */
export const WITHOUT_LEASE: SourceChange = {
  file: 'aws/transitions.ts',
  from: 'AND #leaseUntil <= :now',
  to: 'AND #leaseUntil <> :now',
};

export const CLAIM_RULES: readonly Rule[] = [
  {
    rule: 'a record does not keep every digest that was ever requested',
    without: {
      file: 'aws/users-table.ts',
      from: 'if (attemptedDigests.size <= MOST_ATTEMPTED_DIGESTS) return result;',
      to: 'if (attemptedDigests.size > 0) return result;',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'after fifty requested digests, a claim keeps its own',
    },
  },
  {
    rule: 'a claim that forgets what others requested keeps its own digest',
    without: {
      file: 'aws/transitions.ts',
      from: "':requested': { SS: [requestedDigest] }",
      to: "':requested': { SS: ['none'] }",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'after fifty requested digests, a claim keeps its own',
    },
  },
  {
    rule: 'a record that another message failed is claimed',
    without: {
      file: 'aws/transitions.ts',
      from: "'#state = :failed AND #messageId <> :messageId AND #failedAt <= :now'",
      to: "'#state = :failed AND attribute_not_exists(#messageId)'",
    },
    noticedBy: {
      scenario: 'a directory that begins to refuse the hire',
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'a message that meets its own failure repeats the rejection without a call',
    without: {
      file: 'aws/transitions.ts',
      from: "'#state = :failed AND #messageId <> :messageId AND #failedAt <= :now'",
      to: "'#state = :failed'",
    },
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'a hire that the directory refuses is rejected again without a call when the same message returns',
    },
  },
  {
    rule: 'anyone claims once the lease is over',
    without: {
      file: 'aws/transitions.ts',
      from: 'AND #leaseUntil <= :now',
      to: 'AND #leaseUntil <= :now AND attribute_not_exists(#leaseUntil)',
    },
    noticedBy: {
      scenario: 'two requests for the same account',
      faults: 1,
      broken: 'a message never ends',
    },
  },
  {
    rule: 'a claim from before a failure does not claim the failed record',
    without: {
      file: 'aws/transitions.ts',
      from: ' AND #failedAt <= :now',
      to: '',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a claim from before the failure of another message is refused',
    },
  },
  {
    rule: 'a lease holds other messages back',
    without: WITHOUT_LEASE,
    noticedBy: {
      file: 'provisioning/lease.test.ts',
      test: 'the lease holds another message back for its rest and 1 to 5 seconds more',
    },
  },
  {
    rule: 'a lease further ahead than 16 minutes counts as over',
    without: {
      file: 'aws/transitions.ts',
      from: 'AND #leaseUntil > :tooFarAhead',
      to: 'AND #leaseUntil > :tooFarAhead AND attribute_not_exists(#leaseUntil)',
    },
    noticedBy: {
      file: 'provisioning/lease.test.ts',
      test: 'the lease counts as over when it lies more than 16 minutes ahead, by a clock that was wrong',
    },
  },
  {
    rule: 'a lease is what the invocation has left, and at most a second more',
    without: {
      file: 'sqs/deadline.ts',
      from: 'const LEASE_AFTER_END_MS = 1_000;',
      to: 'const LEASE_AFTER_END_MS = 2_000;',
    },
    noticedBy: {
      file: 'provisioning/lease.test.ts',
      test: 'the lease lets anyone claim once it is over',
    },
  },
  {
    rule: 'a message claims again under its own lease',
    without: {
      file: 'aws/transitions.ts',
      from: '...(claim.reclaimOwn ? [',
      to: '...(claim.reclaimOwn && false ? [',
    },
    noticedBy: {
      file: 'provisioning/lease.test.ts',
      test: 'the lease does not hold the same message back',
    },
  },
  {
    rule: 'a message claims again only where the target has tokens or unique addresses',
    without: {
      file: 'provisioning/requests.ts',
      from: 'reclaimOwn: ctx.target.tokenLifeMs > 0 || ctx.target.enforcesUniqueness,',
      to: 'reclaimOwn: true,',
    },
    noticedBy: {
      file: 'provisioning/target-properties.test.ts',
      test: 'a directory with neither tokens nor unique addresses is left alone by a second delivery of a message while its lease holds',
    },
  },
  {
    rule: 'where the target has neither, every attempt searches first',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (ctx.target.enforcesUniqueness) return create();',
      to: 'return create();',
    },
    noticedBy: {
      scenario: 'a directory with neither, and two requests that ask differently',
      faults: 1,
      broken: 'two accounts for one person',
    },
  },
  {
    rule: 'where user names alone are unique, every creation searches for the e-mail first',
    without: {
      file: 'targets/scim/target.ts',
      from: 'if (enforcesUniqueness) {',
      to: 'if (enforcesUniqueness === undefined) {',
    },
    noticedBy: {
      file: 'targets/scim/second-account.test.ts',
      test: 'gets no second account for a person whose user name is no address',
    },
  },
  {
    rule: 'where user names alone are unique, every creation for an employee searches for the employee id first',
    without: {
      file: 'targets/scim/look-ups.ts',
      from: '...(employeeId === undefined ? [] : [filterByEmployee(employeeId, signal)]),',
      to: '',
    },
    noticedBy: {
      file: 'targets/scim/second-account.test.ts',
      test: 'gets no second account for an employee with one at another address that Joiner did not make',
    },
  },
  {
    rule: 'an account with the employee id in other letter case hides none with that id',
    without: {
      file: 'targets/scim/look-ups.ts',
      from: 'lowerCaseOf(ownerIn(user)) === lowerCaseOf(ownId)',
      to: 'ownerIn(user) === ownId',
    },
    noticedBy: {
      file: 'targets/scim/second-account.test.ts',
      test: 'gets no second account for an employee whom its filter shows together with another',
    },
  },
  {
    rule: 'a filter that has worked is not given up while it fails',
    without: {
      file: 'targets/scim/optional-filter.ts',
      from: 'if (hasWorked) return result;',
      to: '',
    },
    noticedBy: {
      file: 'targets/scim/second-account.test.ts',
      test: 'is waited for while its filter by employee id fails, once that has worked',
    },
  },
  {
    rule: 'the filter by e-mail, or by employee id, is given up only if it is refused for a value that no user has, too',
    without: {
      file: 'targets/scim/optional-filter.ts',
      from: 'isRefused ||= await check(signal);',
      to: 'isRefused = true;',
    },
    noticedBy: {
      file: 'targets/scim/second-account.test.ts',
      test: 'is asked for e-mails after an outage',
    },
  },
  {
    rule: 'errors of an outage do not end the look-up of e-mails, or of employee ids',
    without: {
      file: 'targets/scim/optional-filter.ts',
      from: "return list.kind === 'response' || list.isTooLarge === true;",
      to: 'return true;',
    },
    noticedBy: {
      file: 'targets/scim/second-account.test.ts',
      test: 'is asked for e-mails after an outage',
    },
  },
  {
    rule: 'a search counts only if no other attempt has begun',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "if (kind === 'refused')",
      to: "if (kind === 'refused' && after !== 'doubt')",
    },
    noticedBy: {
      file: 'provisioning/target-properties.test.ts',
      test: 'a directory with neither tokens nor unique addresses does not create after another attempt has begun',
    },
  },
  {
    rule: 'a claim counts its attempt',
    without: {
      file: 'aws/transitions.ts',
      from: 'if_not_exists(#firstAttemptAt, :now)\n      ADD #attempts :one, #tried :tried',
      to: 'if_not_exists(#firstAttemptAt, :now), #attempts = :one\n      ADD #tried :tried',
    },
    noticedBy: {
      scenario: 'a directory that begins to refuse the hire',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'a claim keeps since when an attempt may have made an account',
    without: {
      file: 'aws/transitions.ts',
      from: 'if_not_exists(#openSince, :now)',
      to: ':now',
    },
    noticedBy: {
      scenario: 'two requests for the same account',
      faults: 1,
      broken: 'an account is called existing that is not',
    },
  },
  {
    rule: 'a claim adds its digest to those tried',
    without: {
      file: 'aws/transitions.ts',
      from: 'if_not_exists(#firstAttemptAt, :now)\n      ADD #attempts :one, #tried :tried',
      to: 'if_not_exists(#firstAttemptAt, :now), #tried = :tried\n      ADD #attempts :one',
    },
    noticedBy: {
      scenario: 'two requests that ask differently',
      faults: 1,
      broken: 'an account is called existing that is not',
    },
  },
  {
    rule: 'a claim keeps the employee id',
    without: {
      file: 'aws/transitions.ts',
      from: 'set: `${set}, #employeeKey = :employeeKey`',
      to: 'set',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a claim keeps the employee id',
    },
  },
  {
    rule: 'a claim that the SDK sent twice is one',
    without: {
      file: 'aws/transitions.ts',
      from: "'#state = :creating AND #claimToken <> :claimToken'",
      to: "'#state = :creating'",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a second claim that was sent twice counts one attempt, where the first lease is over',
    },
  },
  {
    rule: 'a refused claim returns the reason without a read',
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a refused claim costs one write and no read',
    },
  },
  {
    rule: 'another employee id never claims',
    without: {
      file: 'aws/transitions.ts',
      from: "' AND (attribute_not_exists(#employeeKey) OR #employeeKey = :employeeKey)';",
      to: "' AND (attribute_exists(#pk) OR attribute_not_exists(#pk) OR #employeeKey = :employeeKey)';",
    },
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'an address that passes to another person is refused while the first person is being provisioned, lease or no lease',
    },
  },
  {
    rule: 'a hire that meets the record of another employee id is rejected',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'if (isAnotherEmployee(record, hire)) return rejectedNow(REASONS.addressBelongsToAnother, ctx);',
      to: '',
    },
    noticedBy: {
      scenario: 'two people with one address',
      faults: 0,
      broken: 'two people share an account',
    },
  },
  {
    rule: 'a hire that meets the failed record of another employee id is rejected',
    without: {
      file: 'provisioning/states.ts',
      from: "if (isAnothers) return { kind: 'another-person' };\n      if",
      to: 'if',
    },
    noticedBy: {
      scenario: 'two employees at one address, and a first attempt of which little is known',
      faults: 1,
      broken: 'a message never ends',
    },
  },
];
