import { describe, expect, test } from '@jest/globals';
import {
  isStillInTime,
  obstacleTo,
  type Reassignment,
  reassignStepsOf,
} from '../../src/operator/reassign/reassignment.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import { pointerStandingOf } from '../../src/provisioning/pointer-standing.ts';
import type { EmployeePointer, UserRecord } from '../../src/provisioning/record.ts';

const MINUTE_MS = 60_000;
const NOW = Date.parse('2026-03-02T08:00:00Z');
const LONG_AGO = NOW - 3_600_000;
const DELAYS = { tokenLifeMs: 600_000, readLagMs: 600_000 };
const ADDRESS = 'ada@example.com';

const attempted = {
  personKey: 'user#a',
  attempts: 1,
  firstAttemptAtMs: LONG_AGO,
  requestKey: 'R-1',
  requestId: 'R-1',
  messageId: 'm-1',
  employeeKey: 'employee#old',
  attemptedDigests: new Set<string>(),
};
const creating = (changes: object = {}): UserRecord => ({
  ...attempted,
  state: 'CREATING',
  leaseUntilMs: LONG_AGO,
  ...changes,
});
const provisioned = (changes: object = {}): UserRecord => ({
  ...attempted,
  state: 'PROVISIONED',
  userId: 'user-1',
  outcome: 'created',
  requestedDigest: '',
  accountDigest: '',
  completedAtMs: LONG_AGO,
  ...changes,
});
const failed = (changes: object = {}): UserRecord => ({
  ...attempted,
  state: 'FAILED',
  reasonCode: 'refused-by-target',
  reason: 'No.',
  failedAtMs: LONG_AGO,
  ...changes,
});

const pointerOf = (changes: Partial<EmployeePointer> = {}): EmployeePointer => ({
  employeeKey: 'employee#new',
  personKey: 'user#b',
  attempt: '1-1',
  pointedAtMs: LONG_AGO,
  ...changes,
});

const account = (changes: Partial<DirectoryUser> = {}): DirectoryUser => ({
  userId: 'user-1',
  emailAddress: ADDRESS,
  type: 'APP_USER',
  apiAccess: 'DISABLED',
  status: 'ENABLED',
  ...changes,
});

const reassignment = (changes: Partial<Reassignment> = {}): Reassignment => ({
  address: ADDRESS,
  personKey: 'user#a',
  employeeId: 'E-2',
  employeeKey: 'employee#new',
  record: provisioned(),
  formerPointers: [],
  look: { kind: 'found', users: [account()] },
  ...changes,
});

const obstacle = (changes: Partial<Reassignment> = {}) =>
  obstacleTo(reassignment(changes), DELAYS, NOW);

function pointed(record: UserRecord | undefined, pointer = pointerOf()) {
  const standing = pointerStandingOf(pointer, record, NOW);
  return { pointer, ...(record && { record }), standing };
}

describe('an employee id that points to a record', () => {
  test('holds it, if the record says so', () => {
    const record = provisioned({ employeeKey: 'employee#new' });

    expect(pointerStandingOf(pointerOf(), record, NOW)).toEqual({ kind: 'held' });
  });

  test.each([
    ['there is no record', undefined],
    ['the record has no id', provisioned({ employeeKey: undefined })],
    ['the record has another id', provisioned()],
  ])('dangles where %s', (_, record) => {
    expect(pointerStandingOf(pointerOf(), record, NOW)).toEqual({ kind: 'dangling' });
  });

  test('may be in progress for 16 minutes after it pointed', () => {
    const pointer = pointerOf({ pointedAtMs: NOW });
    const untilMs = NOW + 16 * MINUTE_MS;

    expect(pointerStandingOf(pointer, provisioned(), untilMs - 1)).toEqual({
      kind: 'in-progress',
      untilMs,
    });
    expect(pointerStandingOf(pointer, provisioned(), untilMs)).toEqual({ kind: 'dangling' });
  });

  test('may be in progress while a lease of the record runs', () => {
    const record = creating({ leaseUntilMs: NOW + MINUTE_MS });

    expect(pointerStandingOf(pointerOf(), record, NOW)).toEqual({
      kind: 'in-progress',
      untilMs: NOW + MINUTE_MS,
    });
  });
});

describe('a record is not given to an employee id', () => {
  test('where the address has none', () => {
    const { record, ...rest } = reassignment();

    expect(obstacleTo(rest, DELAYS, NOW)).toEqual({ kind: 'no-record' });
  });

  test('while its account lacks groups', () => {
    const record = provisioned({ state: 'GRANTING', groups: new Set(['group-1']) });

    expect(obstacle({ record })).toEqual({ kind: 'groups-not-granted' });
  });

  test('while a message about the person is processed', () => {
    const leaseUntilMs = NOW + MINUTE_MS;

    expect(obstacle({ record: creating({ leaseUntilMs }) })).toEqual({
      kind: 'lease-held',
      untilMs: leaseUntilMs,
    });
  });

  test.each([
    ['an unfinished attempt', creating({ leaseUntilMs: NOW })],
    ['an attempt that failed', failed({ failedAtMs: NOW })],
  ])('while a call of %s may still create an account', (_, record) => {
    const untilMs = NOW + 26 * MINUTE_MS;

    expect(obstacle({ record })).toEqual({ kind: 'not-settled', untilMs });
  });

  test('while a message about the id at another address may be at work', () => {
    const untilMs = NOW + 16 * MINUTE_MS;

    expect(obstacle({ pointed: pointed(provisioned(), pointerOf({ pointedAtMs: NOW })) })).toEqual({
      kind: 'employee-in-progress',
      untilMs,
    });
  });

  test.each([
    provisioned({ employeeKey: 'employee#new' }),
    creating({ employeeKey: 'employee#new' }),
    failed({ employeeKey: 'employee#new' }),
  ])('whose id holds another record: $state', (record) => {
    expect(obstacle({ pointed: pointed(record) })).toEqual({ kind: 'employee-elsewhere', record });
  });

  test('where the directory could not be read', () => {
    expect(obstacle({ look: { kind: 'unread', cause: 'throttled' } })).toEqual({
      kind: 'directory-not-read',
      cause: 'throttled',
    });
  });

  test('whose account the directory has at another address', () => {
    const users = [account({ emailAddress: 'ada.byron@example.com' })];

    expect(obstacle({ look: { kind: 'found', users } })).toEqual({ kind: 'account-elsewhere' });
  });

  test('whose account is at the address no more', () => {
    expect(obstacle({ look: { kind: 'absent' } })).toEqual({
      kind: 'account-missing',
      userId: 'user-1',
    });
  });

  test('whose account is another one than the directory has', () => {
    const users = [account({ userId: 'user-2' })];

    expect(obstacle({ look: { kind: 'found', users } })).toEqual({
      kind: 'another-account',
      userId: 'user-1',
    });
  });

  test.each([provisioned(), failed()])(
    'where the directory notes another employee: $state',
    (record) => {
      const users = [account({ employeeId: 'E-1' })];

      expect(obstacle({ record, look: { kind: 'found', users } })).toEqual({
        kind: 'account-of-another',
      });
    },
  );
});

describe('a record is given to an employee id', () => {
  test.each([
    ['that has no pointer', {}],
    ['that dangles', { pointed: pointed(undefined) }],
    [
      'that points to it already',
      { pointed: pointed(provisioned(), pointerOf({ personKey: 'user#a' })) },
    ],
    [
      'that the directory notes',
      { look: { kind: 'found', users: [account({ employeeId: 'E-2' })] } },
    ],
    [
      'where the directory notes the person',
      { look: { kind: 'found', users: [account({ employeeId: 'user#a' })] } },
    ],
    [
      'where no attempt has called the directory',
      { record: failed({ failedAtMs: NOW, attemptsWithoutAccount: 1 }) },
    ],
    ['where no account is there yet', { record: failed(), look: { kind: 'absent' } }],
  ] satisfies [string, Partial<Reassignment>][])('%s', (_, changes) => {
    expect(obstacle(changes)).toBeUndefined();
  });
});

describe('the writes of a reassignment', () => {
  const former = pointerOf({ employeeKey: 'employee#old', personKey: 'user#a' });
  const older = pointerOf({ employeeKey: 'employee#older', personKey: 'user#a' });
  const kindsOf = (changes: Partial<Reassignment>) =>
    reassignStepsOf(reassignment(changes), NOW).map((step) =>
      step.kind === 'free' ? `free ${step.pointer.employeeKey}` : step.kind,
    );

  test('point the id to the record, give the record to it, and free the id before', () => {
    expect(kindsOf({ formerPointers: [former] })).toEqual(['point', 'give', 'free employee#old']);
  });

  test('point at this time, as no attempt does', () => {
    expect(reassignStepsOf(reassignment(), NOW)[0]).toEqual({
      kind: 'point',
      pointer: {
        employeeKey: 'employee#new',
        personKey: 'user#a',
        attempt: `${LONG_AGO}-0`,
        pointedAtMs: NOW,
      },
    });
  });

  test('free an older id before the record forgets it', () => {
    const formerPointers = [former, older];

    expect(kindsOf({ formerPointers })).toEqual([
      'point',
      'free employee#older',
      'give',
      'free employee#old',
    ]);
  });

  test('finish what a command that was cut off has left', () => {
    const record = provisioned({ employeeKey: 'employee#new' });
    const own = pointed(record, pointerOf({ personKey: 'user#a' }));

    expect(kindsOf({ record, pointed: own, formerPointers: [former] })).toEqual([
      'free employee#old',
    ]);
    expect(kindsOf({ record, pointed: own })).toEqual([]);
  });

  test('set the pointer of a record that has the id already', () => {
    expect(kindsOf({ record: provisioned({ employeeKey: 'employee#new' }) })).toEqual(['point']);
  });

  test('end a minute after they began', () => {
    expect(isStillInTime(NOW, NOW + MINUTE_MS)).toBe(true);
    expect(isStillInTime(NOW, NOW + MINUTE_MS + 1)).toBe(false);
  });
});
