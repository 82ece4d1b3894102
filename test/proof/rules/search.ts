import type { Rule } from './rule.ts';

/** What a search of the directory proves, and what it may cost. */
export const SEARCH_RULES: readonly Rule[] = [
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
    rule: 'an account that was seen is reused, absence never',
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
    rule: 'a conflict is dead-lettered after two complete searches without a find',
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
    rule: 'an outage stays the cause while the search behind a server error waits',
    without: {
      file: 'provisioning/provision-hire.ts',
      from: 'takeOverOrElse(retryLater, look, attempt, ctx, retryLater)',
      to: 'takeOverOrElse(retryLater, look, attempt, ctx)',
    },
    noticedBy: {
      file: 'targets/scim/hidden-accounts.test.ts',
      test: 'has an outage where no account is found: the hire waits, and is then created',
    },
  },
  {
    rule: 'the position of a search is advanced only by the attempt that holds the record',
    without: {
      file: 'aws/transitions.ts',
      from: "condition: STILL_THIS_ATTEMPT,\n    values: { ...thisAttempt(attempts), ':search'",
      to: "condition: '#state = :creating AND #attempts >= :attempts',\n    values: { ...thisAttempt(attempts), ':search'",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'an older attempt does not move the search of a newer one',
    },
  },
  {
    rule: 'a position that ListUsers refuses is dropped, and rejects no hire',
    without: {
      file: 'targets/finspace/read-page.ts',
      from: "if (isTokenRefused) return { kind: 'token-refused' };",
      to: '',
    },
    noticedBy: {
      file: 'provisioning/search-directory.test.ts',
      test: 'a cursor that the directory refuses rejects no hire: the search starts from the beginning',
    },
  },
];
