import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { CreateResult, Target } from '../../src/provisioning/ports.ts';
import {
  createMemoryDirectory,
  type MemoryDirectory,
} from '../proof/in-memory/memory-directory.ts';
import { ADA, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

const HOUR_MS = 3_600_000;
const BYRON = 'ada.byron@example.com';

let engine: EngineHarness;
let directory: MemoryDirectory;
let requests: number;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = createMemoryDirectory(engine.clock);
  requests = 0;
});
afterEach(() => engine.stop());

/** A request of its own about a hire, sent now. */
function send(fields: object, properties: Partial<Target> = {}) {
  requests += 1;
  const body = hire({ requestId: `request-${requests}`, employeeId: 'E-1', ...fields });
  const delivery = { body, sentAtMs: engine.clock.now() };
  return engine.deliver([delivery], { ports: { target: { ...directory, ...properties } } });
}

const responding = (result: CreateResult) => ({ create: async () => result });
const refusing = responding({ kind: 'rejected', afterLostAnswer: false });
/** As a SCIM server that responds with 400 to an existing user and to an invalid one. */
const refusingAlike = responding({ kind: 'rejected', afterLostAnswer: false, mayBeConflict: true });
const failing = responding({ kind: 'unknown', cause: 'target-unavailable' });

/** As after an administrator has disabled the account. */
const disabled: Target['get'] = async (userId, signal) => {
  const result = await directory.get(userId, signal);
  return result.kind === 'present'
    ? { ...result, user: { ...result.user, status: 'DISABLED' } }
    : result;
};

/** As a server that shows no date of creation. */
function withoutDate({ createTimeMs: _, ...user }: DirectoryUser): DirectoryUser {
  return user;
}

function removeAccount(): void {
  for (const { userId } of directory.users) directory.remove(userId);
}

describe('an event about a hire that names what is another’s', () => {
  const claimsOfSecond = async () => {
    const [, second] = await engine.events();
    return second?.data;
  };

  test('has its ids as claims, where it is the employee id', async () => {
    await send({});
    await send({ emailAddress: BYRON });

    expect(await claimsOfSecond()).toEqual({
      claimedRequestId: 'request-2',
      claimedEmployeeId: 'E-1',
      reason: expect.objectContaining({ code: 'employee-at-another-address' }),
    });
  });

  test('has its ids as claims, where it is the address', async () => {
    await send({});
    await send({ employeeId: 'E-2' });

    expect(await claimsOfSecond()).toEqual({
      claimedRequestId: 'request-2',
      claimedEmployeeId: 'E-2',
      reason: expect.objectContaining({ code: 'address-belongs-to-another' }),
    });
  });

  test('has its ids as claims, where an account at the address is refused before the id is compared', async () => {
    await send({});
    await send({ emailAddress: BYRON, employeeId: undefined });
    await send({ emailAddress: BYRON }, { get: disabled });

    expect((await engine.events()).at(-1)?.data).toEqual({
      claimedRequestId: 'request-3',
      claimedEmployeeId: 'E-1',
      reason: expect.objectContaining({ code: 'account-disabled' }),
    });
  });

  test('has its ids as they are, where the directory refuses the hire that its employee id points to', async () => {
    await send({}, refusing);

    expect((await engine.events()).at(-1)?.data).toEqual({
      requestId: 'request-1',
      employeeId: 'E-1',
      reason: expect.objectContaining({ code: 'refused-by-target' }),
    });
  });
});

describe('a corrected address', () => {
  test('is rejected once the employee has an account, without its user id', async () => {
    await send({});
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['created', 'employee-at-another-address']);
    expect((await engine.events())[1]?.data).not.toHaveProperty('userId');
    expect(directory.users).toHaveLength(1);
  });

  test('simply works where the directory refused the first hire for good', async () => {
    await send({}, refusing);
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['refused-by-target', 'created']);
    expect(directory.users).toMatchObject([{ emailAddress: BYRON }]);
  });

  test('simply works where the directory refused the first hire as it refuses an existing account', async () => {
    await send({}, refusingAlike);
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['refused-by-target', 'created']);
    expect(directory.users).toMatchObject([{ emailAddress: BYRON }]);
  });

  test('waits where a later call may have made the first account, however long ago an earlier look began', async () => {
    const message = { body: hire({ requestId: 'r-1', employeeId: 'E-1' }), messageId: 'm-1' };
    const deliver = (properties: Partial<Target>) =>
      engine.deliver([message], { ports: { target: { ...directory, ...properties } } });
    const absent: Partial<Target> = { find: async () => ({ kind: 'absent' }) };
    await deliver({
      ...refusingAlike,
      find: async () => ({ kind: 'unfinished', advanced: false, cause: 'target-unavailable' }),
    });
    engine.clock.advance(25 * MINUTE_MS);
    await deliver({
      ...absent,
      async create(...creation) {
        await directory.create(...creation);
        return { kind: 'unknown', cause: 'target-unavailable', mayBeConflict: true };
      },
    });
    engine.clock.advance(9 * MINUTE_MS);
    const { causes } = await deliver({ ...refusingAlike, ...absent });

    expect(causes).toEqual(['reads-may-lag']);
    expect(await engine.outcomes()).toEqual([]);
  });

  test('waits where the directory refuses the first hire after it had called the address taken for long', async () => {
    const message = { body: hire({ requestId: 'r-1', employeeId: 'E-1' }), messageId: 'm-1' };
    const absent: Partial<Target> = { find: async () => ({ kind: 'absent' }) };
    const deliver = (properties: Partial<Target>) =>
      engine.deliver([message], { ports: { target: { ...directory, ...absent, ...properties } } });
    await deliver(responding({ kind: 'conflict' }));
    engine.clock.advance(27 * MINUTE_MS);
    await deliver(responding({ kind: 'conflict' }));
    const { causes } = await deliver(refusing);

    expect(causes).toEqual(['reads-may-lag']);
    expect(await engine.outcomes()).toEqual([]);
  });

  test('is rejected where a lost call has made the first account, which is disabled by now', async () => {
    const create: Target['create'] = async (...creation) => {
      await directory.create(...creation);
      for (const { userId } of directory.users) directory.setStatus(userId, 'DISABLED');
      return { kind: 'conflict' };
    };
    await send({}, { create });
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['account-disabled', 'employee-at-another-address']);
    expect(directory.users).toHaveLength(1);
  });

  test('simply works where the first address was another person’s', async () => {
    directory.add({ emailAddress: ADA, type: 'SUPER_USER', apiAccess: 'DISABLED' });
    engine.clock.advance(HOUR_MS);
    await send({});
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy', 'created']);
  });

  test('is rejected where another person’s account shows no date, as it may be ours', async () => {
    directory = createMemoryDirectory(engine.clock, { shown: withoutDate });
    directory.add({ emailAddress: ADA, type: 'SUPER_USER', apiAccess: 'DISABLED' });
    await send({});
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual([
      'existing-user-outside-policy',
      'employee-at-another-address',
    ]);
  });

  test('simply works where that account was found before the first call', async () => {
    const untold = { tokenLifeMs: 0, enforcesUniqueness: false, shown: withoutDate };
    directory = createMemoryDirectory(engine.clock, untold);
    directory.add({ emailAddress: ADA, type: 'SUPER_USER', apiAccess: 'DISABLED' });
    await send({});
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['existing-user-outside-policy', 'created']);
  });

  test('is rejected where a lost call has made one of two accounts at the first address', async () => {
    const create: Target['create'] = async (...creation) => {
      await directory.create(...creation);
      directory.add({ emailAddress: ADA, type: 'APP_USER', apiAccess: 'DISABLED' });
      return { kind: 'conflict' };
    };
    await send({}, { create });
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual([
      'ambiguous-existing-users',
      'employee-at-another-address',
    ]);
  });

  test('is corrected a second time, after two refusals by the directory', async () => {
    await send({}, refusing);
    await send({ firstName: 'Augusta' }, refusing);
    await send({ emailAddress: BYRON });

    expect(await engine.outcomes()).toEqual(['refused-by-target', 'refused-by-target', 'created']);
  });

  test('waits while it is uncertain whether the first hire has an account', async () => {
    await send({}, failing);
    const { causes } = await send({ emailAddress: BYRON });

    expect(causes).toEqual(['employee-in-progress']);
  });

  test('costs three writes and no read, as any hire with an employee id', async () => {
    const instance = engine.compose();
    const calls: string[] = [];
    const store = Object.fromEntries(
      Object.entries(instance.store).map(([name, call]) => [
        name,
        (...args: never[]) => {
          calls.push(name);
          return (call as (...given: never[]) => unknown)(...args);
        },
      ]),
    ) as unknown as typeof instance.store;
    await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }], { ports: { store } });

    expect(calls).toEqual(['claim', 'point', 'complete']);
  });
});

describe('a corrected employee id', () => {
  test('simply works where the directory refused the first hire for good', async () => {
    await send({}, refusing);
    await send({ employeeId: 'E-2' });

    expect(await engine.outcomes()).toEqual(['refused-by-target', 'created']);
  });

  test('is rejected once the address has an account of the first one', async () => {
    await send({});
    await send({ employeeId: 'E-2' });

    expect(await engine.outcomes()).toEqual(['created', 'address-belongs-to-another']);
  });
});

describe('a hire at the address of another employee', () => {
  test('gets an account of its own once the old one was deleted', async () => {
    await send({});
    removeAccount();
    engine.clock.advance(HOUR_MS);
    await send({ employeeId: 'E-2' });
    engine.clock.advance(1_000);
    await send({ employeeId: 'E-2' });

    // The message from before the account was seen gone is rejected: it may be old.
    expect(await engine.outcomes()).toEqual(['created', 'address-belongs-to-another', 'created']);
  });

  test('waits while an attempt for another employee runs', async () => {
    await send({}, failing);
    const { causes } = await send({ employeeId: 'E-2' });

    expect(causes).toEqual(['lease-held']);
  });

  test('is rejected once the lease of that attempt is over', async () => {
    await send({}, failing);
    engine.clock.advance(HOUR_MS);
    await send({ employeeId: 'E-2' });

    expect(await engine.outcomes()).toEqual(['address-belongs-to-another']);
  });
});

describe('a hire without an employee id', () => {
  test('learns the id of a duplicate only if that id has no account elsewhere', async () => {
    await send({ employeeId: undefined });
    await send({ emailAddress: BYRON });
    await send({});

    expect(await engine.outcomes()).toEqual(['created', 'created', 'employee-at-another-address']);
  });
});
