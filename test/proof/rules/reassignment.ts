import type { Rule } from './rule.ts';

const RULES_OF_IT = 'operator/reassign/reassignment.ts';
const WRITES = 'aws/reassign-record.ts';
const TABLE_TEST = 'aws/users-table.test.ts';
const UNIT_TEST = 'operator/reassignment.test.ts';
const FIRST_GIVEN = 'one employee at two addresses, and an operator who gives the first to another';
const SECOND_GETS_FIRST =
  'two employees at two addresses, and an operator who gives the second the first one’s';
const LEARNED =
  'an employee id that a duplicate brings, and an operator who gives it another address';
const TWO_ACCOUNTS = 'two accounts for one employee';

/** What an operator may give to another employee id, so that no employee gets a second account. */
export const REASSIGNMENT_RULES: readonly Rule[] = [
  {
    rule: 'a record is given away only once every call of its attempts has ended',
    without: {
      file: RULES_OF_IT,
      from: 'if (nowMs < settledAtMs)',
      to: 'if (nowMs < 0 * settledAtMs)',
    },
    noticedBy: { scenario: FIRST_GIVEN, faults: 0, broken: TWO_ACCOUNTS },
  },
  {
    rule: 'no record is given to an employee id that holds another',
    without: {
      file: RULES_OF_IT,
      from: "return record && { kind: 'employee-elsewhere', record };",
      to: 'return undefined;',
    },
    noticedBy: { scenario: SECOND_GETS_FIRST, faults: 0, broken: TWO_ACCOUNTS },
  },
  {
    rule: 'a pointer dangles only once no message that pointed can be at work',
    without: {
      file: 'provisioning/pointer-standing.ts',
      from: 'Math.max(pointedUntilMs, leaseUntilMs)',
      to: 'leaseUntilMs + 0 * pointedUntilMs',
    },
    noticedBy: { scenario: LEARNED, faults: 0, broken: TWO_ACCOUNTS },
  },
  {
    rule: 'a pointer does not dangle while a lease of its record runs',
    without: {
      file: 'provisioning/pointer-standing.ts',
      from: 'Math.max(pointedUntilMs, leaseUntilMs)',
      to: 'pointedUntilMs + 0 * leaseUntilMs',
    },
    noticedBy: { file: UNIT_TEST, test: 'may be in progress while a lease of the record runs' },
  },
  {
    rule: 'an operator points the employee id to the record before the record learns it',
    without: {
      file: RULES_OF_IT,
      from: "    { kind: 'point', pointer, ...(pointed && { shown: pointed.pointer }) },\n",
      to: '',
    },
    noticedBy: { scenario: SECOND_GETS_FIRST, faults: 0, broken: TWO_ACCOUNTS },
  },
  {
    rule: 'an operator moves a pointer only if it is the one that was shown',
    without: {
      file: WRITES,
      from: "const ways = ['attribute_not_exists(personKey)', ",
      to: "const ways = ['attribute_not_exists(nothing)', ",
    },
    noticedBy: { scenario: SECOND_GETS_FIRST, faults: 0, broken: TWO_ACCOUNTS },
  },
  {
    rule: 'an operator frees the employee id before only once the record has the next one',
    without: {
      file: RULES_OF_IT,
      from: '...free(formerPointers.filter((one) => !isLast(one))),',
      to: '...free(formerPointers),',
    },
    noticedBy: { scenario: FIRST_GIVEN, faults: 0, broken: TWO_ACCOUNTS },
  },
  {
    rule: 'an operator frees the employee id before',
    without: {
      file: RULES_OF_IT,
      from: '...free(formerPointers.filter(isLast)),',
      to: '',
    },
    noticedBy: {
      scenario: FIRST_GIVEN,
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'an employee id from before the last one is freed before the record forgets it',
    without: {
      file: RULES_OF_IT,
      from: '    ...free(formerPointers.filter((one) => !isLast(one))),\n',
      to: '',
    },
    noticedBy: { file: UNIT_TEST, test: 'free an older id before the record forgets it' },
  },
  {
    rule: 'a record that is given away remembers the employee id before',
    without: {
      file: WRITES,
      from: "...(former === undefined ? [] : ['formerEmployeeKey = :former']),",
      to: '',
    },
    noticedBy: {
      scenario: FIRST_GIVEN,
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'the same command finishes what an earlier one has left',
    without: {
      file: 'operator/reassign/find-reassignment.ts',
      from: 'new Set([record.employeeKey, formerEmployeeKey])',
      to: 'new Set([record.employeeKey, formerEmployeeKey && undefined])',
    },
    noticedBy: {
      scenario: FIRST_GIVEN,
      faults: 0,
      broken: 'a hire ends without an account on record',
    },
  },
  {
    rule: 'a record that is given away before it was done is FAILED',
    without: {
      file: WRITES,
      from: "shown.state === 'CREATING' ? failingOf(shown)",
      to: "shown.state === 'CREATING' && shown.leaseUntilMs < 0 ? failingOf(shown)",
    },
    noticedBy: { scenario: SECOND_GETS_FIRST, faults: 0, broken: 'a message never ends' },
  },
  {
    rule: 'the message that had claimed a record which was given away may claim it again',
    without: {
      file: WRITES,
      from: "      'messageId = :operator',\n",
      to: "      'givenBy = :operator',\n",
    },
    noticedBy: {
      file: TABLE_TEST,
      test: 'is FAILED if it was not done, and is claimed by the message that had claimed it',
    },
  },
  {
    rule: 'what is given away is in the state that was shown',
    without: {
      file: WRITES,
      from: 'AND ((#state = :state AND',
      to: 'AND ((#state >= :state AND',
    },
    noticedBy: { file: TABLE_TEST, test: 'stays where it failed since' },
  },
  {
    rule: 'what is given away was not claimed again since it was shown',
    without: { file: WRITES, from: '`attempts = :attempts AND', to: '`attempts >= :attempts AND' },
    noticedBy: { file: TABLE_TEST, test: 'stays where it was claimed again since' },
  },
  {
    rule: 'what is given away was not made again since it was shown',
    without: {
      file: WRITES,
      from: 'firstAttemptAt = :firstAttemptAt',
      to: 'firstAttemptAt >= :firstAttemptAt',
    },
    noticedBy: {
      file: TABLE_TEST,
      test: 'stays where it has another first attempt: it was erased and made again',
    },
  },
  {
    rule: 'what is given away has the account that was shown',
    without: { file: WRITES, from: "'userId = :userId'", to: "'userId <= :userId'" },
    noticedBy: { file: TABLE_TEST, test: 'stays where it has another account than was shown' },
  },
  {
    rule: 'what is given away has the employee id that was shown',
    without: {
      file: WRITES,
      from: "'attribute_not_exists(employeeKey)'",
      to: "'attribute_exists(pk)'",
    },
    noticedBy: { file: TABLE_TEST, test: 'stays where it learned another employee id since' },
  },
  {
    rule: 'an operator frees, moves and erases a pointer only of the pointing that was shown',
    without: {
      file: WRITES,
      from: ' AND pointedAt = :${name}Time)`',
      to: ' AND pointedAt >= :${name}Time)`',
    },
    noticedBy: { file: TABLE_TEST, test: 'stays where the same attempt has pointed again since' },
  },
  {
    rule: 'a dangling pointer is erased only if it is the one that was shown',
    without: {
      file: 'aws/erase-record.ts',
      from: 'AND attempt = :attempt AND pointedAt = :pointedAt)',
      to: 'AND attempt = :attempt AND pointedAt >= :pointedAt)',
    },
    noticedBy: {
      file: TABLE_TEST,
      test: 'stays where the same attempt has pointed again since it was shown',
    },
  },
  {
    rule: 'no record is given away while the directory cannot be read',
    without: {
      file: RULES_OF_IT,
      from: "return { kind: 'directory-not-read', cause: look.cause };",
      to: 'return undefined;',
    },
    noticedBy: { file: UNIT_TEST, test: 'where the directory could not be read' },
  },
  {
    rule: 'no record is given away if the directory has another account at the address',
    without: {
      file: RULES_OF_IT,
      from: "if (userId !== undefined && ofRecord.length === 0) return { kind: 'another-account', userId };",
      to: '',
    },
    noticedBy: { file: UNIT_TEST, test: 'whose account is another one than the directory has' },
  },
  {
    rule: 'no record is given to an employee id whose account the directory has elsewhere',
    without: {
      file: RULES_OF_IT,
      from: '!isSameAddress(emailAddress, address)',
      to: "emailAddress === ''",
    },
    noticedBy: { file: UNIT_TEST, test: 'whose account the directory has at another address' },
  },
  {
    rule: 'a command that was held up writes no more',
    without: {
      file: RULES_OF_IT,
      from: 'nowMs - startedAtMs <= LONGEST_PAUSE_MS',
      to: 'nowMs - startedAtMs <= 2 * LONGEST_PAUSE_MS',
    },
    noticedBy: { file: UNIT_TEST, test: 'end a minute after they began' },
  },
];
