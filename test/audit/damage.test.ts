import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { HOUR_MS } from '../support/bodies/hires.ts';
import {
  type AuditedPerson,
  type AuditedStack,
  startAuditedStack,
} from '../support/operator/audited-stack.ts';

interface Damage {
  readonly what: string;
  /** The directories in which it can happen. Default: all. */
  readonly targets?: readonly string[];
  readonly damage: (person: AuditedPerson, stack: AuditedStack) => Promise<unknown> | unknown;
  readonly found: (person: AuditedPerson) => object;
}

/** They store the employee id with the account. */
const WITH_EMPLOYEE_IDS = ['identity-center', 'scim'];

const account = ({ personKey, userId }: AuditedPerson, kind: string) => ({
  kind,
  personKey,
  userIds: [userId],
});

const DAMAGE: readonly Damage[] = [
  {
    what: 'an account that was deleted',
    damage: ({ userId }, { stack }) => stack.directory.removeUser(userId),
    found: (person) => ({
      ...account(person, 'account-gone'),
      command: ['erase', person.personKey, '--why', 'TEXT'],
    }),
  },
  {
    what: 'an account that was disabled',
    damage: ({ userId }, { stack }) => stack.directory.updateUser(userId, { status: 'DISABLED' }),
    found: (person) => account(person, 'account-disabled'),
  },
  {
    what: 'an account that was given another address',
    damage: ({ userId }, { stack }) =>
      stack.directory.updateUser(userId, { emailAddress: 'married@example.com' }),
    found: (person) => account(person, 'account-renamed'),
  },
  {
    what: 'an account that was given the address and the number of another person',
    targets: WITH_EMPLOYEE_IDS,
    damage: ({ userId }, { stack }) =>
      stack.directory.updateUser(userId, { emailAddress: 'ceo@example.com', employeeId: 'E-9' }),
    found: (person) => account(person, 'account-renamed'),
  },
  {
    what: 'an account that was given another employee number',
    targets: WITH_EMPLOYEE_IDS,
    damage: ({ userId }, { stack }) => stack.directory.updateUser(userId, { employeeId: 'E-9' }),
    found: (person) => ({
      ...account(person, 'account-of-another'),
      command: ['reassign', 'ADDRESS', '--employee', 'ID', '--why', 'TEXT'],
    }),
  },
  {
    what: 'a second account at the address in other letter case',
    damage: ({ address }, { stack }) => {
      const { userId } = stack.directory.addUser({ emailAddress: 'second@example.com' });
      stack.directory.updateUser(userId, { emailAddress: address.toUpperCase() });
    },
    found: ({ personKey, userId }) => ({
      kind: 'duplicate-accounts',
      personKey,
      userIds: expect.arrayContaining([userId]),
      command: ['status', personKey],
    }),
  },
  {
    what: 'a second account with the employee number',
    targets: WITH_EMPLOYEE_IDS,
    damage: ({ employeeId }, { stack }) =>
      stack.directory.addUser({ emailAddress: 'second@example.com', employeeId }),
    found: ({ employeeKey, userId }) => ({
      kind: 'duplicate-accounts',
      employeeKey,
      userIds: expect.arrayContaining([userId]),
      command: ['status', employeeKey],
    }),
  },
  {
    what: 'a record that was deleted',
    damage: ({ personKey }, { deleteItem }) => deleteItem(personKey),
    found: ({ personKey, employeeKey }) => ({
      kind: 'pointer-dangling',
      personKey,
      employeeKey,
      command: ['erase', employeeKey, '--why', 'TEXT'],
    }),
  },
  {
    what: 'a record that is CREATING for longer than any message lives',
    damage: ({ personKey }, { changeItem }) =>
      changeItem(
        personKey,
        'SET #state = :creating, leaseUntil = :once REMOVE userId',
        { ':creating': { S: 'CREATING' }, ':once': { N: '1' } },
        { '#state': 'state' },
      ),
    found: ({ personKey }) => ({
      kind: 'record-stuck',
      personKey,
      userIds: [],
      command: ['status', personKey],
    }),
  },
  {
    what: 'a record that is GRANTING for longer than any message lives',
    damage: ({ personKey }, { changeItem }) =>
      changeItem(
        personKey,
        'SET #state = :granting, completedAt = :once',
        { ':granting': { S: 'GRANTING' }, ':once': { N: '1' } },
        { '#state': 'state' },
      ),
    found: (person) => account(person, 'record-stuck'),
  },
  {
    what: 'a membership that was removed',
    damage: ({ userId }, { stack }) => {
      const mine = stack.directory.memberships().filter((one) => one.userId === userId);
      stack.directory.removeMember(mine[0]?.group ?? '', userId);
    },
    found: (person) => ({
      ...account(person, 'groups-missing'),
      groups: [expect.any(String)],
      command: ['explain', person.personKey],
    }),
  },
  {
    what: 'a pointer that was deleted',
    damage: ({ employeeKey }, { deleteItem }) => deleteItem(employeeKey),
    found: (person) => ({
      ...account(person, 'pointer-missing'),
      employeeKey: person.employeeKey,
      command: ['audit', '--write-pointers', '--why', 'TEXT'],
    }),
  },
];

describe.each(TARGETS)('an audit of a stack that is packaged for %s', (target) => {
  const names = ['grace', 'joan', ...DAMAGE.map((_, index) => `person-${index}`)];
  let stack: AuditedStack;
  beforeAll(async () => {
    stack = await startAuditedStack(target);
    await stack.hire(...names);
  });
  afterAll(() => stack.stop());

  test('reports nothing of a stack that no one has damaged, and does not wait', async () => {
    const { end, report, hasWaited } = await stack.audit();

    expect(end).toEqual({ kind: 'done' });
    expect(hasWaited).toBe(false);
    expect(report).toMatchObject({
      complete: true,
      findings: [],
      counts: { checked: names.length, accounts: names.length, unknownAccounts: 0, candidates: 0 },
    });
  });

  describe('reports exactly', () => {
    const possible = DAMAGE.map((one, index) => ({ ...one, name: `person-${index}` })).filter(
      ({ targets = TARGETS }) => targets.includes(target),
    );
    let damaged = '';
    afterEach(async () => {
      await stack.forget(damaged);
      for (const address of ['second@example.com', 'married@example.com'])
        for (const user of stack.stack.directory.users())
          if (user.emailAddress === address) stack.stack.directory.removeUser(user.userId);
    });

    test.each(possible)('$what', async ({ damage, found, name }) => {
      damaged = name;
      const person = await stack.person(name);
      await damage(person, stack);

      const { report, hasWaited } = await stack.audit();

      expect(hasWaited).toBe(true);
      expect(report.findings).toEqual([expect.objectContaining(found(person))]);
    });

    test.each(possible)(
      'nothing of $what, if that is repaired while it waits',
      async ({ damage, name }) => {
        damaged = name;
        await stack.hire(name);
        await damage(await stack.person(name), stack);

        const { report, hasWaited } = await stack.audit({
          beforeSecondLook: () => stack.forget(name),
        });

        expect(hasWaited).toBe(true);
        expect(report.findings).toEqual([]);
      },
    );
  });

  test('limited to records since a time reports duplicate accounts of any age, and no older record', async () => {
    const { directory } = stack.stack;
    const [grace, joan] = [await stack.person('grace'), await stack.person('joan')];
    directory.updateUser(joan.userId, { status: 'DISABLED' });
    const { userId } = directory.addUser({ emailAddress: 'second@example.com' });
    directory.updateUser(userId, { emailAddress: grace.address.toUpperCase() });

    const { report } = await stack.audit({ sinceMs: Date.now() + HOUR_MS });

    expect(report.counts).toMatchObject({ checked: 0, unknownAccounts: 1 });
    expect(report.findings).toEqual([
      expect.objectContaining({ kind: 'duplicate-accounts', personKey: grace.personKey }),
    ]);
  });
});
