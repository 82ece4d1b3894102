import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { Target } from '../../src/provisioning/ports.ts';
import {
  createMemoryDirectory,
  type MemoryDirectory,
} from '../proof/in-memory/memory-directory.ts';
import { ADA, HOUR_MS, hire } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type Delivery,
  type EngineHarness,
  startEngineHarness,
} from '../support/engine/engine-harness.ts';

/** Of Ada in the memory directory. */
const PERSON_KEY = digestsFor('memory').personKeyOf(ADA);

let engine: EngineHarness;
let directory: MemoryDirectory;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = createMemoryDirectory(engine.clock);
});
afterEach(() => engine.stop());

const deliver = (delivery: Delivery, properties: Partial<Target> = {}) =>
  engine.deliver([delivery], { ports: { target: { ...directory, ...properties } } });

describe('whose account it is', () => {
  const account = {
    emailAddress: ADA,
    firstName: 'Ada',
    lastName: 'Lovelace',
    type: 'APP_USER',
    apiAccess: 'DISABLED',
  } as const;

  /** The directory as it shows its accounts, with these fields in place of its own. */
  const showing = (
    shown: { readonly [Field in keyof DirectoryUser]?: unknown },
  ): Partial<Target> => ({
    find: async (...search) => {
      const answer = await directory.find(...search);
      if (answer.kind !== 'found') return answer;
      return { kind: 'found', users: [{ ...answer.users[0], ...shown } as DirectoryUser] };
    },
  });

  test('one that may be ours is existing where the directory shows no creation time', async () => {
    await deliver(
      { body: hire() },
      {
        ...showing({ createTimeMs: undefined }),
        create: async (...creation) => {
          await directory.create(...creation);
          return { kind: 'unknown', cause: 'target-unavailable' };
        },
      },
    );
    engine.clock.advance(HOUR_MS);
    await deliver({ body: hire() }, showing({ createTimeMs: undefined }));

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test.each([
    ['another employee id than the hire’s', 'e-2', { employeeId: 'e-1' }],
    ['the person key of another person', `user#${'0'.repeat(64)}`, {}],
    [
      'the person key of another person, for a hire with an id',
      `user#${'0'.repeat(64)}`,
      { employeeId: 'e-1' },
    ],
  ])('an account is another person’s when the directory notes %s', async (_, noted, asked) => {
    directory.add(account);
    engine.clock.advance(HOUR_MS);
    await deliver({ body: hire(asked) }, showing({ employeeId: noted }));

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
    expect(directory.users).toHaveLength(1);
  });

  test('an account is another person’s when it is at another address, whatever it has of this one', async () => {
    directory.add(account);
    engine.clock.advance(HOUR_MS);
    await deliver({ body: hire() }, showing({ emailAddress: 'ada@example.org' }));

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });

  test('an account is another person’s when its address only becomes this one in lower case', async () => {
    const emailAddress = 'kim@example.com';
    directory.add({ ...account, emailAddress });
    await deliver(
      { body: hire({ emailAddress }) },
      showing({ emailAddress: '\u212Aim@example.com' }),
    );

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });

  test.each([
    ['the employee id of the hire', 'e-1', { employeeId: 'e-1' }, 'employee-at-another-address'],
    ['the person’s own key', PERSON_KEY, {}, 'address-belongs-to-another'],
  ])(
    'an account at another address is rejected without its user id, though the directory notes %s',
    async (_, noted, asked, code) => {
      directory.add(account);
      engine.clock.advance(HOUR_MS);
      await deliver(
        { body: hire(asked) },
        showing({ emailAddress: 'ada@example.org', employeeId: noted }),
      );

      expect(await engine.outcomes()).toEqual([code]);
      expect((await engine.events())[0]?.data).not.toHaveProperty('userId');
    },
  );

  test.each([
    ['the employee id of the hire', 'e-1', { employeeId: 'e-1' }],
    ['an employee id, and the hire brings none', 'e-1', {}],
    ['the person’s own key, from a hire without an id', PERSON_KEY, {}],
    ['the person’s own key, and the hire brings an id', PERSON_KEY, { employeeId: 'e-1' }],
  ])('an account is the hire’s when the directory notes %s', async (_, noted, asked) => {
    directory.add(account);
    engine.clock.advance(HOUR_MS);
    await deliver({ body: hire(asked) }, showing({ employeeId: noted }));

    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('an account is another person’s when the record has an employee id, and the hire none', async () => {
    directory.add(account, 'ENABLED', { employeeId: 'e-2' });
    engine.clock.advance(HOUR_MS);
    const throttled = async () => ({ kind: 'unknown', cause: 'throttled' }) as const;
    await deliver({ body: hire({ employeeId: 'e-1' }), messageId: 'm-1' }, { create: throttled });
    engine.clock.advance(HOUR_MS);
    await deliver({ body: hire(), messageId: 'm-2' });

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });

  test('an account stays another person’s once a hire without an id has taken it over', async () => {
    directory.add(account, 'ENABLED', { employeeId: 'e-2' });
    engine.clock.advance(HOUR_MS);
    await deliver({ body: hire({ requestId: 'request-1' }) });
    await deliver({ body: hire({ requestId: 'request-2', employeeId: 'e-1' }) });

    expect(await engine.outcomes()).toEqual(['existing', 'address-belongs-to-another']);
  });
});
