import type { Rule } from './rule.ts';

const LAGGING =
  'a person whom an operator erases, in a directory with neither tokens nor unique addresses, whose reads lag';
const CONDITIONS = 'aws/erase-record.ts';

/** What an operator may erase, so that the next hire finds the account that is there. */
export const ERASURE_RULES: readonly Rule[] = [
  {
    rule: 'a record is erased only once it is settled',
    without: {
      file: 'provisioning/erasure.ts',
      from: '+ LONGEST_CALL_MS + Math.max(tokenLifeMs, readLagMs)',
      to: '+ 0 * (LONGEST_CALL_MS + tokenLifeMs + readLagMs)',
    },
    noticedBy: { scenario: LAGGING, faults: 0, broken: 'two accounts for one person' },
  },
  {
    rule: 'a record is settled only once every call of its attempts has ended',
    without: {
      file: 'provisioning/erasure.ts',
      from: '+ LONGEST_CALL_MS +',
      to: '+ 0 * LONGEST_CALL_MS +',
    },
    noticedBy: { scenario: LAGGING, faults: 0, broken: 'two accounts for one person' },
  },
  {
    rule: 'a record is settled only once reads show what its last call created',
    without: {
      file: 'provisioning/erasure.ts',
      from: 'Math.max(tokenLifeMs, readLagMs)',
      to: 'tokenLifeMs * Math.sign(readLagMs)',
    },
    noticedBy: {
      file: 'provisioning/erasure.test.ts',
      test: 'once every call of the last attempt has ended, and reads show what it created',
    },
  },
  {
    rule: 'a record is settled only once its client token has expired',
    without: {
      file: 'provisioning/erasure.ts',
      from: 'Math.max(tokenLifeMs, readLagMs)',
      to: 'readLagMs * Math.sign(tokenLifeMs)',
    },
    noticedBy: {
      file: 'provisioning/erasure.test.ts',
      test: 'not before the client token of the last attempt has expired',
    },
  },
  {
    rule: 'what is erased is in the state that was shown',
    without: { file: CONDITIONS, from: '`#state = :state AND', to: '`#state >= :state AND' },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that failed since stays',
    },
  },
  {
    rule: 'what is erased was not claimed again since it was shown',
    without: {
      file: CONDITIONS,
      from: 'AND attempts = :attempts',
      to: 'AND attempts >= :attempts',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that was claimed again since stays',
    },
  },
  {
    rule: 'what is erased was not made again since it was shown',
    without: {
      file: CONDITIONS,
      from: 'AND firstAttemptAt = :firstAttemptAt',
      to: 'AND firstAttemptAt >= :firstAttemptAt',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that was erased and made again since stays',
    },
  },
  {
    rule: 'what is erased has the employee id that was shown',
    without: {
      file: CONDITIONS,
      from: "'attribute_not_exists(employeeKey)'",
      to: "'attribute_exists(pk)'",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'a record that learned an employee id since stays',
    },
  },
];
