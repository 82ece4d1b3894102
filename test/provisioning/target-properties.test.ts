import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Target } from '../../src/provisioning/ports.ts';
import {
  createMemoryDirectory,
  type MemoryDirectory,
} from '../proof/in-memory/memory-directory.ts';
import { ADA, HOUR_MS, hire, MINUTE_MS } from '../support/bodies/hires.ts';
import {
  type Delivery,
  type EngineHarness,
  startEngineHarness,
} from '../support/engine/engine-harness.ts';

const ROLE = 'arn:aws:iam::111122223333:role/analyst';
const everythingAllowed = {
  ALLOWED_USER_TYPES: 'APP_USER,SUPER_USER',
  ALLOWED_API_ACCESS_PRINCIPAL_ARNS: ROLE,
};

let engine: EngineHarness;
let directory: MemoryDirectory;
beforeEach(async () => {
  engine = await startEngineHarness();
  directory = createMemoryDirectory(engine.clock);
});
afterEach(() => engine.stop());

const deliver = (delivery: Delivery, properties: Partial<Target> = {}) =>
  engine.deliver([delivery], {
    env: everythingAllowed,
    ports: { target: { ...directory, ...properties } },
  });

describe('a directory that knows plain accounts only', () => {
  const plain = { supports: { superUsers: false, apiAccess: false } };

  test.each([
    ['a super user', { type: 'SUPER_USER' }, /^type: must be APP_USER/],
    [
      'API access',
      { apiAccess: 'ENABLED', apiAccessPrincipalArn: ROLE },
      /^apiAccess: .*leave it out\. apiAccessPrincipalArn: .*leave it out$/,
    ],
    ['a role alone', { apiAccessPrincipalArn: ROLE }, /^apiAccessPrincipalArn: /],
  ])(
    'a directory that knows plain accounts only rejects %s before anything is claimed or called',
    async (_, asked, reason) => {
      await deliver({ body: hire(asked) }, plain);

      expect(await engine.outcomes()).toEqual(['unsupported-by-target']);
      expect((await engine.rejected())[0]?.attributes).toMatchObject({
        reasonCode: 'unsupported-by-target',
        reason: expect.stringMatching(reason),
      });
      expect(await engine.recordCount()).toBe(0);
      expect(directory.users).toEqual([]);
    },
  );

  test('a directory that knows plain accounts only creates one that is spelled out', async () => {
    await deliver({ body: hire({ type: 'APP_USER', apiAccess: 'DISABLED' }) }, plain);

    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('a directory that knows plain accounts only repeats the event of what it could do before', async () => {
    const message = { body: hire({ type: 'SUPER_USER' }) };
    await deliver(message);
    await deliver(message, plain);

    expect(await engine.outcomes()).toEqual(['created', 'created']);
  });
});

describe('a directory that needs names', () => {
  const named = { requires: ['firstName', 'lastName'] } as const;
  const nameless = { firstName: undefined, lastName: undefined };

  test('a directory that needs names rejects a hire without them before anything is claimed, naming each', async () => {
    await deliver({ body: hire(nameless) }, named);

    expect((await engine.rejected())[0]?.attributes).toMatchObject({
      reasonCode: 'required-by-target',
      reason:
        'firstName: is required by this directory; send it. lastName: is required by this directory; send it',
    });
    expect(await engine.recordCount()).toBe(0);
  });

  test('a directory that needs names says what it cannot do in the same breath', async () => {
    const supports = { superUsers: false, apiAccess: true };
    await deliver({ body: hire({ ...nameless, type: 'SUPER_USER' }) }, { ...named, supports });

    expect((await engine.rejected())[0]?.attributes).toMatchObject({
      reasonCode: 'unsupported-by-target',
      reason: expect.stringMatching(/type: .* firstName: .* lastName: /),
    });
  });
});

describe('a directory with neither tokens nor unique addresses', () => {
  beforeEach(() => {
    directory = createMemoryDirectory(engine.clock, { tokenLifeMs: 0, enforcesUniqueness: false });
  });
  const message = { body: hire(), messageId: 'm-1' };

  test('a directory with neither tokens nor unique addresses is searched once, and then asked to create', async () => {
    const calls: string[] = [];
    await deliver(message, {
      find: (...search) => {
        calls.push('find');
        return directory.find(...search);
      },
      create: (...creation) => {
        calls.push('create');
        return directory.create(...creation);
      },
    });

    expect(calls).toEqual(['find', 'create']);
    expect(await engine.outcomes()).toEqual(['created']);
  });

  test('a directory with neither tokens nor unique addresses gets no duplicate account after a lost answer: the next attempt looks, and finds', async () => {
    await deliver(message, losingAnswers());
    engine.clock.advance(2 * MINUTE_MS);
    await deliver(message);

    expect(directory.users).toHaveLength(1);
    expect(await engine.outcomes()).toEqual(['recovered']);
  });

  test('a directory with neither tokens nor unique addresses gets no duplicate of an account that was there before', async () => {
    directory.add({ emailAddress: ADA, type: 'APP_USER', apiAccess: 'DISABLED' });
    engine.clock.advance(HOUR_MS);
    await deliver(message);

    expect(directory.users).toHaveLength(1);
    expect(await engine.outcomes()).toEqual(['existing']);
  });

  test('a directory with neither tokens nor unique addresses does not create while it cannot say whether an account exists', async () => {
    const { causes } = await deliver(message, {
      find: async () => ({ kind: 'unfinished', advanced: false, cause: 'target-unavailable' }),
    });

    expect(causes).toEqual(['target-unavailable']);
    expect(directory.users).toEqual([]);
  });

  test('a directory with neither tokens nor unique addresses does not create after another attempt has begun', async () => {
    const looked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = deliver(message, {
      find: async (...search) => {
        const answer = await directory.find(...search);
        looked.resolve();
        await goOn.promise;
        return answer;
      },
    });
    await looked.promise;
    engine.clock.advance(2 * MINUTE_MS);
    const second = await deliver({ ...message, messageId: 'm-2' });
    goOn.resolve();
    const { causes } = await slow;

    expect(causes).toEqual(['record-changed']);
    expect(second.causes).toEqual(['reads-may-lag']);
    expect(directory.users).toEqual([]);
  });

  test('a directory with neither tokens nor unique addresses creates once the attempt before is over for certain, and reads cannot lag behind it', async () => {
    await deliver(message, losingAnswers());
    directory.remove(directory.users[0]?.userId ?? '');
    engine.clock.advance(2 * MINUTE_MS);
    const { causes } = await deliver(message);
    engine.clock.advance(26 * MINUTE_MS);
    await deliver(message);

    expect(causes).toEqual(['reads-may-lag']);
    expect(directory.users).toHaveLength(1);
  });

  test('a directory with neither tokens nor unique addresses is left alone by a second delivery of a message while its lease holds', async () => {
    await deliver(message, losingAnswers());
    const { causes } = await deliver(message);

    expect(causes).toEqual(['lease-held']);
  });

  test('a directory with two accounts of one address already leaves it to an operator to say which', async () => {
    directory.add({ emailAddress: ADA, type: 'APP_USER', apiAccess: 'DISABLED' });
    directory.add({ emailAddress: ADA, type: 'APP_USER', apiAccess: 'DISABLED' });
    await deliver(message);

    expect(await engine.outcomes()).toEqual(['ambiguous-existing-users']);
  });
});

/** Creates, and loses the result. */
function losingAnswers(): Partial<Target> {
  return {
    create: async (...creation) => {
      await directory.create(...creation);
      return { kind: 'unknown', cause: 'target-unavailable' };
    },
  };
}
