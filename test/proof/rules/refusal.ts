import type { Rule } from './rule.ts';

/** No rejection without a look, and what a search of the directory proves. */
export const REFUSAL_RULES: readonly Rule[] = [
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
    rule: 'where this message failed the record, the refusal repeats why',
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
    rule: 'where an attempt is under way, the refusal says so',
    without: {
      file: 'provisioning/refuse-hire.ts',
      from: "if (record?.state === 'CREATING') return true;",
      to: '',
    },
    noticedBy: {
      scenario: 'a policy that is narrowed between two deliveries of one message',
      faults: 1,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'where the request is done and cannot be compared any more, the refusal says so',
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
      from: 'if (record.attempts > 1 || result.afterLostAnswer)',
      to: 'if (result.afterLostAnswer)',
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
      from: 'if (record.attempts > 1 || result.afterLostAnswer)',
      to: 'if (record.attempts > 1)',
    },
    noticedBy: {
      file: 'provisioning/lost-answers.test.ts',
      test: 'a refusal after an earlier attempt is not believed either when the lost call was the first try of the same attempt',
    },
  },
  {
    rule: 'a code of a refusal is passed on only if the protocol defines it',
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
    rule: 'a refusal is believed only after a whole search',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: "case 'later':\n      return onLater(search.retry);",
      to: "case 'later':\n      return purpose === 'refusal' ? onAbsent(true) : search.retry;",
    },
    noticedBy: {
      scenario: 'a directory that begins to refuse the hire',
      faults: 2,
      broken: 'a hire was rejected though it had its account',
    },
  },
  {
    rule: 'a page that was read before another attempt proves nothing about a refusal',
    without: {
      file: 'provisioning/search-directory.ts',
      from: "(purpose === 'conflict' || unbroken)",
      to: 'same',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'what was read before another attempt does not speak for a refusal',
    },
  },
  {
    rule: 'one directory scan resolves every conflict of a batch',
    noticedBy: {
      file: 'provisioning/provision-batch.test.ts',
      test: 'one directory scan resolves every conflict of a batch',
    },
  },
  {
    rule: 'a user is absent only once every page was read since the conflict',
    noticedBy: {
      file: 'targets/finspace/find/shared-scan.test.ts',
      test: 'a search that joins a scan under way reads every page itself before it says absent',
    },
  },
  {
    rule: 'hits are reused, absence never',
    noticedBy: {
      file: 'targets/finspace/find/shared-scan.test.ts',
      test: 'a search that joins a scan under way does not take the absence of a search that is over',
    },
  },
  {
    rule: 'a search too long for an invocation continues where it stopped',
    noticedBy: {
      file: 'targets/finspace/find/resumed-search.test.ts',
      test: 'a search too long for an invocation continues where it stopped, over several invocations, and reads each page once',
    },
  },
  {
    rule: 'a search stays inside the time that is left',
    noticedBy: {
      file: 'targets/finspace/find/resumed-search.test.ts',
      test: 'a search too long for an invocation stops after the page that it reads when it must pause, and returns its position',
    },
  },
  {
    rule: 'a conflict is dead-lettered after two whole searches without a find',
    without: {
      file: 'provisioning/search-directory.ts',
      from: 'const SEARCHES_BEFORE_DEFERRING = 2;',
      to: 'const SEARCHES_BEFORE_DEFERRING = 3;',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'a conflict that no account explains is deferred after two, once reads cannot lag behind the account any more',
    },
  },
  {
    rule: 'after a conflict, filters that show no account are not believed',
    without: {
      file: 'targets/scim/target.ts',
      from: "if (sought?.after !== 'conflict' && sought?.after !== 'refusal') return",
      to: 'return',
    },
    noticedBy: {
      file: 'targets/scim/hidden-accounts.test.ts',
      test: 'is read to the end after a conflict that no spelling explains',
    },
  },
  {
    rule: 'a server error that may be a conflict is searched for from the second attempt on',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'if (!result.mayBeConflict || !isRepeated) return retryLater();',
      to: 'return retryLater();',
    },
    noticedBy: {
      file: 'targets/scim/hidden-accounts.test.ts',
      test: 'is searched from the second attempt on, and the account is found',
    },
  },
  {
    rule: 'the position of a search is advanced only by the attempt that holds the record',
    without: {
      file: 'aws/transitions.ts',
      from: 'condition: STILL_THIS_ATTEMPT,\n    values: { ...thisAttempt(attempts),',
      to: "condition: '#state = :creating AND #attempts >= :attempts',\n    values: { ...thisAttempt(attempts),",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'an older attempt does not move the search of a newer one',
    },
  },
  {
    rule: 'a position that ListUsers refuses is dropped, and rejects no hire',
    without: {
      file: 'targets/finspace/target.ts',
      from: "if (isTokenRefused) return { kind: 'token-refused' };",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'a cursor that the directory refuses rejects no hire: the search starts from the beginning',
    },
  },
  {
    rule: 'one person’s messages of a batch run in order',
    without: {
      file: 'provisioning/provision-batch.ts',
      from: 'for (const hire of hires) {\n    const result = await provision(hire, deps);',
      to: 'const begun = hires.map((hire) => provision(hire, deps));\n  for (const [index, hire] of hires.entries()) {\n    const result = await (begun[index] as Promise<HireResult>);',
    },
    noticedBy: {
      file: 'provisioning/provision-batch.test.ts',
      test: 'the messages of one person run in order, each judged by what its predecessor left',
    },
  },
  {
    rule: 'the same message id twice in a batch is processed once',
    without: {
      file: 'provisioning/provision-batch.ts',
      from: '[...byMessageId.values()].map(',
      to: 'messages.map(',
    },
    noticedBy: {
      file: 'provisioning/provision-batch.test.ts',
      test: 'a message that is twice in a batch is processed once and both get its result',
    },
  },
  {
    rule: 'a hire is claimed only while a call of the directory can follow',
    without: {
      file: 'provisioning/context.ts',
      from: 'await target.untilTurn?.(signal);\n      signal.throwIfAborted();',
      to: 'await target.untilTurn?.(signal);',
    },
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'a hire whose turn does not come leaves no trace, and is retried soon',
    },
  },
  {
    rule: 'no call begins once the time is over: neither the engine nor any client lets it',
    noticedBy: { file: 'aws/users-table.test.ts', test: 'an aborted signal stops a call' },
  },
  {
    rule: 'no connection to a directory outlasts an invocation',
    without: {
      file: 'sqs/process-batch.ts',
      from: 'await deps.target.endInvocation?.();',
      to: '',
    },
    noticedBy: {
      file: 'sqs/end-invocation.test.ts',
      test: 'the end of an invocation reaches the directory once its work has ended',
    },
  },
  {
    rule: 'nothing runs after the function has returned',
    noticedBy: {
      file: 'sqs/process-batch.test.ts',
      test: 'nothing runs after the function has returned',
    },
  },
];
