import type { Rule } from './rule.ts';

const BOTH = 'an employee whose record has expired, at the old address and at another';
const ELSEWHERE = 'an employee whose record has expired, at another address';
const ASKED_AGAIN =
  'an employee whose record expires, while a later hire asks for the account again';
const POINTERS = 'aws/pointer-updates.ts';
const POINTING = 'provisioning/point-employee.ts';
const EXPIRY = 'provisioning/record-expiry.ts';
const TESTS = 'provisioning/record-expiry.test.ts';

/** Records and pointers that DynamoDB deletes, at any time after they have expired. */
export const EXPIRY_RULES: readonly Rule[] = [
  {
    rule: 'a record that is reopened does not expire',
    without: {
      file: 'aws/transitions.ts',
      from: '#completedAt, #expiresAt, #search${place.forget}`',
      to: '#completedAt, #search${place.forget}`',
    },
    noticedBy: {
      scenario: BOTH,
      faults: 0,
      broken: 'an event names another account than the record',
    },
  },
  {
    rule: 'an employee id that points again does not expire',
    without: { file: POINTERS, from: ' REMOVE #expiresAt', to: '' },
    noticedBy: { scenario: BOTH, faults: 0, broken: 'two accounts for one employee' },
  },
  {
    rule: 'a pointer whose record is not there is in no one’s way',
    without: {
      file: POINTING,
      from: "if (holder !== undefined) return { kind: 'refused', holder };",
      to: "if (store !== undefined) return { kind: 'refused', ...(holder && { holder }) };",
    },
    noticedBy: { scenario: ELSEWHERE, faults: 0, broken: 'a message never ends' },
  },
  {
    rule: 'a pointer is taken only while its record is not there',
    without: {
      file: POINTING,
      from: "if (holder !== undefined) return { kind: 'refused', holder };",
      to: '',
    },
    noticedBy: { scenario: BOTH, faults: 0, broken: 'two accounts for one employee' },
  },
  {
    rule: 'only the pointer that was read is taken',
    without: {
      file: POINTERS,
      from: '#attempt = :otherAttempt',
      to: '#attempt >= :otherAttempt',
    },
    noticedBy: { scenario: BOTH, faults: 0, broken: 'two accounts for one employee' },
  },
  {
    rule: 'an attempt that a newer one has overtaken takes no pointer',
    without: {
      file: POINTING,
      from: "if (now?.attempts !== record.attempts) return { kind: 'refused' };",
      to: "if (now === null) return { kind: 'refused' };",
    },
    noticedBy: {
      scenario: ELSEWHERE,
      faults: 0,
      broken: 'a record says FAILED, and its account is there',
    },
  },
  {
    rule: 'a pointer outlives its record',
    without: {
      file: EXPIRY,
      from: 'const POINTER_OUTLIVES_SECONDS = 30 * DAY_SECONDS;',
      to: 'const POINTER_OUTLIVES_SECONDS = 0 * DAY_SECONDS;',
    },
    noticedBy: {
      scenario: ELSEWHERE,
      faults: 0,
      broken: 'a record says FAILED, and its account is there',
    },
  },
  {
    rule: 'a pointer that a reopened record has set does not expire with the record of before',
    without: {
      file: POINTERS,
      from: "'#personKey = :personKey AND begins_with(#attempt, :since)'",
      to: "'#personKey = :personKey AND (begins_with(#attempt, :since) OR attribute_exists(#attempt))'",
    },
    noticedBy: { scenario: ASKED_AGAIN, faults: 0, broken: 'two accounts for one employee' },
  },
  {
    rule: 'the pointer to another record does not expire',
    without: {
      file: POINTERS,
      from: "'#personKey = :personKey AND begins_with(#attempt, :since)'",
      to: "'(#personKey = :personKey OR attribute_exists(#personKey)) AND begins_with(#attempt, :since)'",
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'is not the pointer to another person',
    },
  },
  {
    rule: 'the pointer to a record that expires expires, too',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'await expireWith(record, ctx);',
      to: 'if (expireWith === undefined) throw new Error();',
    },
    noticedBy: {
      file: TESTS,
      test: 'takes its pointer with it where the attempt that saw it gone ended between the two',
    },
  },
  {
    rule: 'a record whose account is there again does not expire',
    without: {
      file: 'provisioning/resolve-duplicate.ts',
      from: 'const kept = await keep(record, ctx);',
      to: 'const kept = keep && record;',
    },
    noticedBy: {
      file: TESTS,
      test: 'does not expire once the account is there again',
    },
  },
  {
    rule: 'the pointer to a record whose account is there again does not expire',
    without: {
      file: EXPIRY,
      from: 'if (employeeKey !== undefined) await pointTo(record, employeeKey, BY_DUPLICATE, ctx);',
      to: 'if (pointTo === undefined) throw new Error();',
    },
    noticedBy: {
      file: TESTS,
      test: 'does not expire once the account is there again, seen by a hire without the employee id',
    },
  },
  {
    rule: 'a record is kept only for the return of the account that was seen gone',
    without: {
      file: 'aws/transitions.ts',
      from: '`${STILL_THIS_ACCOUNT} AND #goneSeenAt = :seenAt`',
      to: '`${STILL_THIS_ACCOUNT} AND #goneSeenAt >= :seenAt`',
    },
    noticedBy: {
      file: 'aws/users-table.test.ts',
      test: 'an account that was seen gone again since stays gone',
    },
  },
];
