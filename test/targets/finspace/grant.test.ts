import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../local/directories/finspace/server.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import { createTestClient, createTestTarget } from '../../support/directories/finspace-client.ts';
import { startScriptedFinspace } from '../../support/directories/scripted-finspace.ts';
import { json } from '../../support/http/recording-server.ts';
import { createManualClock, type ManualClock } from '../../support/time/manual-clock.ts';

const inTime = new AbortController().signal;
const GRANTED = { kind: 'granted' };
const OPERATION = 'AssociateUserToPermissionGroup';

let clock: ManualClock;
let directory: FinspaceDouble;
let target: Target;

beforeEach(async () => {
  clock = createManualClock(1_700_000_000_000);
  directory = await startFinspaceDouble({ clock });
  directory.addUser({ emailAddress: 'zoe@example.com', userId: 'user-1' });
  directory.addGroup('group-1');
  target = targetWith(1);
});

afterEach(() => directory.stop());

/** `maxAttempts` 1: what the service answers is what the target sees. */
function targetWith(maxAttempts: number): Target {
  return createTestTarget(createTestClient(directory.endpoint, {}, maxAttempts));
}

const grant = (group = 'group-1', userId = 'user-1') => target.grant?.(userId, group, inTime);
const lastStatus = () => directory.calls.at(-1)?.status;

describe('a repeated grant', () => {
  test('within the life of its token succeeds again', async () => {
    await grant();
    clock.advance(target.tokenLifeMs - 1);

    expect(await grant()).toEqual(GRANTED);
    expect(lastStatus()).toBe(200);
  });

  test('after the life of its token is a conflict, and so granted', async () => {
    await grant();
    clock.advance(target.tokenLifeMs + 1);

    expect(await grant()).toEqual(GRANTED);
    expect(lastStatus()).toBe(409);
  });

  test('is the same call, sent once more by the client, where its response is lost', async () => {
    directory.faults.next(OPERATION, { kind: 'lose-response' });
    target = targetWith(2);

    expect(await grant()).toEqual(GRANTED);
    expect(directory.calls.map(({ status }) => status)).toEqual(['no-response', 200]);
    expect(directory.memberships()).toEqual([{ group: 'group-1', userId: 'user-1' }]);
  });
});

describe('the client token of a grant', () => {
  /** The tokens that the service receives, one for each grant of a user and a group. */
  async function tokensOf(...grants: readonly (readonly [userId: string, group: string])[]) {
    const finspace = await startScriptedFinspace();
    const scripted = createTestTarget(finspace.client);
    for (const [userId, group] of grants) await scripted.grant?.(userId, group, inTime);
    await finspace.stop();
    return finspace.requests.map(({ body }): string => JSON.parse(body).clientToken);
  }

  test('is the same for the same user and group, in 64 hexadecimal digits', async () => {
    const [first, second] = await tokensOf(['user-1', 'group-1'], ['user-1', 'group-1']);

    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  });

  test('is another one for another user or group', async () => {
    const tokens = await tokensOf(['ab', 'c'], ['a', 'bc'], ['c', 'ab'], ['ab', 'd'], ['b', 'c']);

    expect(new Set(tokens).size).toBe(5);
  });
});

describe('FinSpace does not find something', () => {
  test('a grant to a user who exists is refused: the group is gone', async () => {
    directory.removeGroup('group-1');

    expect(await grant()).toEqual({ kind: 'refused' });
    expect(directory.countCalls('GetUser')).toBe(1);
  });

  test('a grant to a user who is gone says so', async () => {
    directory.removeUser('user-1');

    expect(await grant()).toEqual({ kind: 'no-such-user' });
  });

  test('a grant of a group that is gone, to a user who is gone, is about the user', async () => {
    directory.removeGroup('group-1');
    directory.removeUser('user-1');

    expect(await grant()).toEqual({ kind: 'no-such-user' });
  });

  test.each([
    [
      { kind: 'throttle', retryAfterSeconds: 30 },
      { cause: 'throttled', retryAfterMs: 30_000 },
    ],
    [{ kind: 'access-denied' }, { cause: 'target-denied-access' }],
    [{ kind: 'drop' }, { cause: 'target-unavailable' }],
    [{ kind: 'response-without-user-id' }, { cause: 'target-unavailable' }],
  ] as const)('a grant is unknown where GetUser then meets %j: %j', async (fault, why) => {
    directory.removeGroup('group-1');
    directory.faults.next('GetUser', fault);

    expect(await grant()).toEqual({ kind: 'unknown', ...why });
  });

  test('a grant that meets a 404 of a gateway is unknown, and asks no further', async () => {
    const finspace = await startScriptedFinspace();
    finspace.script(json({ message: 'no such page' }, 404));

    const result = await createTestTarget(finspace.client).grant?.('user-1', 'group-1', inTime);

    expect(result).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
    expect(finspace.requests).toHaveLength(1);
    await finspace.stop();
  });
});

describe('FinSpace refuses', () => {
  test('access to one group: the user still gets the others', async () => {
    directory.addGroup('group-2');
    directory.faults.next(OPERATION, { kind: 'access-denied' });

    expect(await grant()).toEqual({ kind: 'refused' });
    expect(await grant('group-2')).toEqual(GRANTED);
    expect(directory.memberships()).toEqual([{ group: 'group-2', userId: 'user-1' }]);
  });

  test.each([
    ['longer than any of its ids', 'g'.repeat(27)],
    ['blank', ' '],
  ])('a group id that is %s', async (_, group) => {
    expect(await grant(group)).toEqual({ kind: 'refused' });
    expect(directory.countCalls('GetUser')).toBe(0);
  });

  test('credentials that it does not take, which says nothing about the group', async () => {
    const client = createTestClient(directory.endpoint, {
      credentials: { accessKeyId: 'stranger', secretAccessKey: 'stranger' },
    });
    target = createTestTarget(client);

    expect(await grant()).toEqual({ kind: 'unknown', cause: 'target-denied-access' });
  });
});

test('a grant is confirmed by the status of the response, whatever its body', async () => {
  directory.faults.next(OPERATION, { kind: 'response-without-user-id' });

  expect(await grant()).toEqual(GRANTED);
  expect(directory.memberships()).toEqual([{ group: 'group-1', userId: 'user-1' }]);
});
