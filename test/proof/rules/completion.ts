import type { Rule } from './rule.ts';

/** complete, fail, and the events that are built from the record. */
export const COMPLETION_RULES: readonly Rule[] = [
  {
    rule: 'complete never writes over a record that is done',
    without: {
      file: 'aws/transitions.ts',
      from: 'attribute_not_exists(#userId) AND #state IN (:creating, :failed)',
      to: '#state IN (:creating, :failed, :completed)',
    },
    noticedBy: {
      scenario: 'the same message twice',
      faults: 1,
      broken: 'one event id with two contents',
    },
  },
  {
    rule: 'complete checks the user id itself, not only the state',
    without: {
      file: 'aws/transitions.ts',
      from: 'attribute_not_exists(#userId) AND #state IN',
      to: '#state IN',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that names a user id is never completed, whatever its state',
    },
  },
  {
    rule: 'complete takes a record that has failed',
    without: {
      file: 'aws/transitions.ts',
      from: '#state IN (:creating, :failed)',
      to: '#state IN (:creating, :failed) AND #state <> :failed',
    },
    noticedBy: {
      file: 'provisioning/races.test.ts',
      test: 'an instance that thaws after another one gave up still stores the account',
    },
  },
  {
    rule: 'complete stores the digest of the account, not of the request',
    without: {
      file: 'aws/transitions.ts',
      from: "':actual': { S: completion.accountDigest }",
      to: "':actual': { S: completion.requestedDigest }",
    },
    noticedBy: {
      scenario: 'an account that was there before, with another name',
      faults: 0,
      broken: 'the account digest of a record is not that of its account',
    },
  },
  {
    rule: 'complete stores all of it in one write',
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a provisioned person is these attributes and no other',
    },
  },
  {
    rule: 'a new hire costs two writes and no read',
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a new hire costs two writes and no read',
    },
  },
  {
    rule: 'no address and no name is stored',
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'a new hire leaves no address and no name in the table',
    },
  },
  {
    rule: 'a completion that comes second continues from the stored record',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'return resolveStanding(record, hire, ctx);\n}',
      to: 'return provisioned({ ...record, ...completion }, hire, ctx);\n}',
    },
    noticedBy: {
      scenario: 'the same message twice',
      faults: 1,
      broken: 'one event id with two contents',
    },
  },
  {
    rule: 'another user id is suspected to be a duplicate account',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "if (record.userId !== account.userId) return retry('twin-suspected', { kind: 'backoff' });",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/races.test.ts',
      test: 'an instance that gets another user id stores nothing and raises the alarm',
    },
  },
  {
    rule: 'the time of an event is the record’s',
    without: {
      file: 'provisioning/hire-result.ts',
      from: 'event: provisionedEvent(record, hire, ctx)',
      to: 'event: provisionedEvent({ ...record, completedAtMs: ctx.clock.now() }, hire, ctx)',
    },
    noticedBy: {
      scenario: 'the same message twice',
      faults: 1,
      broken: 'one event id with two contents',
    },
  },
  {
    rule: 'a 200 is created, on a later attempt too',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "const account = { userId, outcome: 'created',",
      to: "const account = { userId, outcome: record.attempts > 1 ? 'recovered' : 'created',",
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'the hire is created, not recovered, while its token is good',
    },
  },
  {
    rule: 'a 200 without a user id is a lost answer',
    without: {
      file: 'targets/finspace/target.ts',
      from: "if (isUserId(userId)) return { kind: 'created', userId };",
      to: "return { kind: 'created', userId: userId ?? '' };",
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'an answer without a user id counts as lost',
    },
  },
  {
    rule: 'fail writes only over its own attempt',
    without: {
      file: 'aws/transitions.ts',
      from: 'condition: STILL_THIS_ATTEMPT,\n    values: {\n      ...thisAttempt(attempts),',
      to: "condition: '#state = :creating AND #attempts >= :attempts',\n    values: {\n      ...thisAttempt(attempts),",
    },
    noticedBy: {
      scenario: 'a directory that refuses the hire for a while',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'fail never writes over a record that is done',
    without: {
      file: 'aws/transitions.ts',
      from: 'condition: STILL_THIS_ATTEMPT,\n    values: {\n      ...thisAttempt(attempts),',
      to: "condition: '#attempts = :attempts AND (#state = :creating OR attribute_exists(#userId))',\n    values: {\n      ...thisAttempt(attempts),",
    },
    noticedBy: {
      scenario: 'two requests, the second for fewer rights',
      faults: 1,
      broken: 'an event names another account than the record',
    },
  },
  {
    rule: 'a refusal that meets this request’s own account repeats its event',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: "if (record?.state === 'PROVISIONED' && isSameRequest(record, attempt.hire))\n    return provisioned(record, attempt.hire, ctx);",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/races.test.ts',
      test: 'a refusal that arrives late repeats the event of a hire that is done',
    },
  },
  {
    rule: 'a refusal that meets a newer attempt is tried again later',
    without: {
      file: 'provisioning/end-attempt.ts',
      from: 'record.attempts > attempts',
      to: 'false',
    },
    noticedBy: {
      scenario: 'a directory that refuses the hire for a while',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'a message is deleted only after its event is sent',
    without: {
      file: 'provisioning/settle.ts',
      from: '(events.has(hire) && !isUnsent(hire))',
      to: 'events.has(hire)',
    },
    noticedBy: {
      scenario: 'two requests for the same account',
      faults: 1,
      broken: 'a message ends without an event',
    },
  },
  {
    rule: 'a rejection is published only after its message is kept',
    without: {
      file: 'provisioning/settle.ts',
      from: 'notStored.has(hire) ? undefined : eventOf(hire, deps)',
      to: 'eventOf(hire, deps)',
    },
    noticedBy: {
      scenario: 'an account that no hire may take over',
      faults: 1,
      broken: 'a failure was published before its message was kept',
    },
  },
  {
    rule: 'a message is stored once while its event cannot be sent',
    without: {
      file: 'provisioning/store-failed.ts',
      from: 'const toStore = hires.filter((hire) => !stored.has(hire));',
      to: 'const toStore = hires;',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'a rejected message is stored once, however often it returns while its event is not sent',
    },
  },
  {
    rule: 'what is done is never deferred: the record is read first',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: 'if (!hasAccount(record) || !isSameRequest(record, hire))',
      to: 'if (hire !== undefined)',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'a request that is done repeats its event, though the table fails at its last try',
    },
  },
  {
    rule: 'nothing is deferred while the key cannot be used, without which no record is found',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: 'if (ctx === undefined) return isAtLimit ? deferred(retry) : retry;',
      to: 'if (ctx === undefined) return deferred(retry);',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'a message is not deferred while its key cannot be used, which would show that it is done',
    },
  },
  {
    rule: 'nothing is deferred while its record cannot be read',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: 'catch {\n    return isAtLimit ? deferred(retry) : retry;',
      to: 'catch {\n    return deferred(retry);',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'a message is not deferred while its record cannot be read, which may say that it is done',
    },
  },
  {
    rule: 'waiting is no failure',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: 'if (WAITING.has(cause) && !lacksGroups) return false;',
      to: '',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'waiting is no failure: a message that waits for the lease of another is never deferred for it',
    },
  },
  {
    rule: 'time that a pause took is no time of failing',
    without: {
      file: 'provisioning/defer-if-due.ts',
      from: 'Math.min(clock.now() - firstReceivedAtMs, receiveCount * backoffMaxMs)',
      to: 'receiveCount * backoffMaxMs && clock.now() - firstReceivedAtMs',
    },
    noticedBy: {
      file: 'provisioning/settle.test.ts',
      test: 'a message that was held back for a day by a pause is retried like any other',
    },
  },
  {
    rule: 'an event id holds the employee id',
    without: {
      file: 'provisioning/digests.ts',
      from: 'type, outcomeOrCode, employeeId];',
      to: 'type, outcomeOrCode];',
    },
    noticedBy: {
      scenario: 'two messages outside policy that differ only in their employee id',
      faults: 0,
      broken: 'one event id with two contents',
    },
  },
  {
    rule: 'the id of a provisioned event holds the user id',
    without: {
      file: 'provisioning/digests.ts',
      from: 'userId === undefined ? [] : [userId]',
      to: '[] as string[]',
    },
    noticedBy: {
      file: 'provisioning/provision-hire.test.ts',
      test: 'another request for the same person that repeats the first request, sent again after the account was seen gone, is a new account with an event of its own',
    },
  },
];
