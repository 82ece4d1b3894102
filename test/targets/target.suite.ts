import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LocalGroups } from '../../local/directories/groups.ts';
import type { AccountFields } from '../../src/contracts/new-hire.ts';
import type { Creation, FindResult, PersonIds } from '../../src/provisioning/ports.ts';
import { createPacedTarget } from '../../src/targets/paced-target.ts';
import { describeFailures } from './failures.suite.ts';
import { describeMemberships, grantOf } from './memberships.suite.ts';
import type { TargetHarness } from './target-harness.ts';

export interface TargetUnderTest {
  readonly name: string;
  start(): Promise<TargetHarness>;
  /** Accounts before the one that is looked for: more than a page, where look-ups page. */
  readonly othersBefore: number;
  /** Ids of two groups, as the server makes them. Absent with `groups`. */
  readonly groupIds?: readonly [string, string];
  /** What the server records about the owner of an account; the target writes `our-id`, and finds accounts by it. */
  readonly notes: 'nothing' | 'employee-number' | 'our-id';
}

const ZOE: AccountFields = {
  emailAddress: 'zoe.oneill@example.com',
  type: 'APP_USER',
  apiAccess: 'DISABLED',
  firstName: 'Zoë',
  lastName: "O'Neill",
};
const inTime = new AbortController().signal;
const sleep = async () => {};
const PERSON_KEY = `user#${'0'.repeat(64)}`;
const WITHOUT_EMPLOYEE_ID: PersonIds = { personKey: PERSON_KEY };
const EMPLOYEE_7: PersonIds = { personKey: PERSON_KEY, employeeId: 'E-7' };

const creationOf = (fields: AccountFields, ids: PersonIds): Creation => ({
  fields,
  clientToken: `token-of-${fields.emailAddress}-${fields.firstName}`,
  ...ids,
});

/** What every target promises the engine. One that passes against its server is done. */
export function targetSuite({ name, start, othersBefore, groupIds, notes }: TargetUnderTest): void {
  describe(`the target contract, by ${name}`, () => {
    let harness: TargetHarness;
    beforeEach(async () => {
      harness = await start();
    });
    afterEach(() => harness.stop());

    const create = (signal = inTime, ids = WITHOUT_EMPLOYEE_ID) =>
      harness.target.create(creationOf(ZOE, ids), signal);
    const find = (ids = WITHOUT_EMPLOYEE_ID, abort = inTime) =>
      harness.target.find(ZOE.emailAddress, undefined, { pause: inTime, abort }, ids);
    const get = (userId: string, signal = inTime) => harness.target.get(userId, signal);
    const groups = (): LocalGroups => {
      if (harness.groups === undefined) throw new Error('The server keeps no groups.');
      return harness.groups;
    };

    /** One attempt of the engine, as far as the directory is concerned: returns the account at which it ends. */
    async function attempt(
      fields = ZOE,
      target = harness.target,
      ids = WITHOUT_EMPLOYEE_ID,
    ): Promise<string> {
      const before = target.enforcesUniqueness ? undefined : idFound(await find(ids));
      if (before !== undefined) return before;
      const answer = await target.create(creationOf(fields, ids), inTime);
      return answer.kind === 'created' ? answer.userId : (idFound(await find(ids)) ?? answer.kind);
    }

    describe('create', () => {
      test('create makes an account that has every field, and returns its id', async () => {
        const answer = await create();
        const userId = answer.kind === 'created' ? answer.userId : answer.kind;

        expect(await get(userId)).toMatchObject({
          kind: 'present',
          user: { ...ZOE, userId, status: 'ENABLED' },
        });
        expect(await harness.addresses()).toEqual([ZOE.emailAddress]);
      });

      test.each([
        ['Chinese', '小明', '王'],
        ['Arabic', 'فاطمة', 'الزهراء'],
        ['Hindi', 'प्रिया', 'शर्मा'],
        ['Greek', 'Ελένη', 'Παπαδοπούλου'],
        ['Vietnamese', 'Nguyễn', 'Thị Minh Khai'],
        ['letters with marks of their own', 'Zoe\u0308', 'A\u030Angstro\u0308m'],
        ['signs', 'Jean-Luc', "d'Arc-Ó Súilleabháin, Jr."],
        ['letters beyond U+FFFF', '𠮷野', '𠮷田'],
        ['fifty letters', 'A'.repeat(50), 'B'.repeat(50)],
      ])('create takes names in %s as they are', async (_, firstName, lastName) => {
        const userId = await attempt({ ...ZOE, firstName, lastName });

        expect(await get(userId)).toMatchObject({ user: { firstName, lastName } });
      });

      test('create of the same again ends at the same account', async () => {
        const first = await attempt();

        expect(await attempt()).toBe(first);
        expect(await harness.addresses()).toHaveLength(1);
      });

      test('create whose answer is lost has happened: the next attempt ends at that account', async () => {
        harness.faults.next('create', { onceDone: 'drop' });
        const lost = await create();
        const found = idFound(await find());

        expect(lost).toMatchObject({ kind: 'unknown', cause: 'target-unavailable' });
        expect(await attempt()).toBe(found);
        expect(await harness.addresses()).toHaveLength(1);
      });

      test.each([
        ['too many calls', 'throttle'],
        ['an outage', 'outage'],
      ] as const)(
        'create that has happened, but is answered with %s by a gateway, stays one account where it is paced',
        async (_, onceDone) => {
          const target = createPacedTarget(harness.target, { clock: { now: () => 0 }, sleep });
          harness.faults.next('create', { onceDone });
          const first = await attempt(ZOE, target);

          expect(await attempt(ZOE, target)).toBe(first);
          expect(first).toBe(idFound(await find()));
          expect(await harness.addresses()).toHaveLength(1);
        },
      );

      test('create of an address that is taken makes no other account: the existing one is found', async () => {
        const theirs = await harness.add({ ...ZOE, firstName: 'Zara' });

        expect(await attempt()).toBe(theirs);
        expect(await get(theirs)).toMatchObject({ user: { firstName: 'Zara' } });
        expect(await harness.addresses()).toHaveLength(1);
      });

      test('create that the directory refuses is rejected, and no account is there', async () => {
        harness.faults.next('create', 'refuse');

        expect(await create()).toMatchObject({ kind: 'rejected' });
        expect(await find()).toEqual({ kind: 'absent' });
      });
    });

    describe('find', () => {
      test('find of an address that no account has is absent', async () => {
        expect(await find()).toEqual({ kind: 'absent' });
      });

      test('find of an address that no account among others has is absent', async () => {
        await addOthers(2, harness);

        expect(await find()).toEqual({ kind: 'absent' });
      });

      test(`finds a user behind ${othersBefore} others`, async () => {
        await addOthers(othersBefore, harness);
        const userId = await harness.add(ZOE);

        expect(await find()).toEqual({
          kind: 'found',
          users: [expect.objectContaining({ ...ZOE, userId, status: 'ENABLED' })],
        });
      });
    });

    describe.each([
      ['of one step', '.'],
      ['of a step back', '..'],
      ['of 257 characters', 'x'.repeat(257)],
      ['of two lines', 'a\nb'],
      ['with a terminal escape', '\u001b[2J'],
      ['with text that turns to the left', 'a\u202eb'],
      ['with a private-use character', 'a\ue000'],
    ])('a user id %s', (_, userIds) => {
      const unexpected = { cause: 'unexpected-error', error: expect.any(Error) };

      test('of a new account is a lost answer: the next attempt ends at that account', async () => {
        harness.faults.next('create', { userIds });

        expect(await create()).toMatchObject({ kind: 'unknown', ...unexpected });
        expect(await attempt()).toBe(idFound(await find()));
        expect(await harness.addresses()).toHaveLength(1);
      });

      test('of an account that is there is neither found nor absent', async () => {
        await harness.add(ZOE);
        harness.faults.always('look-up', { userIds });

        expect(await find()).toMatchObject({ kind: 'unfinished', ...unexpected });
      });

      test('in place of the one that was asked for is neither present nor gone', async () => {
        const userId = await harness.add(ZOE);
        harness.faults.always('look-up', { userIds });

        expect(await get(userId)).toMatchObject({ kind: 'unknown', ...unexpected });
      });
    });

    test('get of a user who was removed says so', async () => {
      const userId = await harness.add(ZOE);
      await harness.remove(userId);

      expect(await get(userId)).toEqual({ kind: 'gone' });
    });

    if (notes !== 'nothing')
      describe('an account that the directory notes', () => {
        test.each([
          ['another employee’s', 'E-8'],
          ['the id of a person without an employee id', `user#${'1'.repeat(64)}`],
          ['this hire’s', 'E-7'],
        ])('as %s is found and shown with that note, and no other is made', async (_, noted) => {
          const userId = await harness.add(ZOE, noted);

          expect(await attempt(ZOE, harness.target, EMPLOYEE_7)).toBe(userId);
          expect(await find(EMPLOYEE_7)).toMatchObject({
            kind: 'found',
            users: [{ userId, employeeId: noted }],
          });
          expect(await get(userId)).toMatchObject({ user: { employeeId: noted } });
          expect(await harness.addresses()).toHaveLength(1);
        });
      });

    if (notes === 'our-id')
      describe.each([
        ['employee id', EMPLOYEE_7, 'E-7'],
        ['person key, without one', WITHOUT_EMPLOYEE_ID, PERSON_KEY],
      ])('the account with this hire’s %s', (_, ids, id) => {
        const elsewhere = { ...ZOE, emailAddress: 'zoe.oneill-smith@example.com' };

        test('is made with it, and shows it', async () => {
          const userId = await attempt(ZOE, harness.target, ids);

          expect(await get(userId)).toMatchObject({ user: { employeeId: id } });
        });

        test('is found under another address', async () => {
          const userId = await harness.add(elsewhere, id);

          expect(await find(ids)).toMatchObject({
            kind: 'found',
            users: [{ userId, emailAddress: elsewhere.emailAddress, employeeId: id }],
          });
        });

        test('counts more than another person’s at the address', async () => {
          await harness.add(ZOE, 'E-8');
          const userId = await harness.add(elsewhere, id);
          const answer = await find(ids);

          expect(answer).toMatchObject({ kind: 'found', users: [{ userId }] });
          expect(answer).toHaveProperty('users.length', 1);
        });
      });

    if (groupIds)
      describeMemberships({
        harness: () => ({ ...harness, groups: groups() }),
        groupIds,
        addAccount: () => harness.add(ZOE),
      });
    describeFailures({
      faults: () => harness.faults,
      create,
      find: (abort) => find(undefined, abort),
      get: async (abort) => get(await harness.add(ZOE), abort),
      ...(groupIds && {
        async grant(abort = inTime) {
          groups().addGroup(groupIds[0]);
          const userId = await harness.add(ZOE);
          return grantOf(harness.target)(userId, groupIds[0], abort);
        },
      }),
    });
  });
}

function idFound(answer: FindResult): string | undefined {
  return answer.kind === 'found' ? answer.users[0].userId : undefined;
}

async function addOthers(count: number, harness: TargetHarness): Promise<void> {
  for (let other = 1; other <= count; other += 1)
    await harness.add({
      ...ZOE,
      emailAddress: `other-${other}@example.com`,
      lastName: `N${other}`,
    });
}
