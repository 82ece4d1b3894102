import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBearerToken } from '../../../src/targets/scim/bearer-token.ts';
import {
  creationOf,
  type ScimHarness,
  scimTargetAt,
  startScimHarness,
} from '../../support/directories/scim-harness.ts';

/** So that a creation is one call. */
const WITHOUT_LOOK = { enforcesUniqueness: false };
const inTime = new AbortController().signal;

let harness: ScimHarness;

beforeEach(async () => {
  harness = await startScimHarness({ deps: WITHOUT_LOOK });
});

afterEach(() => harness.stop());

const create = (fields = {}) => harness.target.create(creationOf(harness.target, fields), inTime);

describe('the token', () => {
  test('the token is read once for many calls, also for those at the same time', async () => {
    await Promise.all([create(), create({ emailAddress: 'ada@example.com' })]);
    await create({ emailAddress: 'joe@example.com' });

    expect(harness.secret.readings).toBe(1);
  });

  test('the token is read again when it is refused, and the calls are made with the new one', async () => {
    await create();
    harness.server.changeToken('rotated');
    harness.secret.token = ' rotated\n';

    const answers = await Promise.all([
      create({ emailAddress: 'ada@example.com' }),
      create({ emailAddress: 'joe@example.com' }),
    ]);

    expect(answers).toMatchObject([{ kind: 'created' }, { kind: 'created' }]);
    expect(harness.secret.readings).toBe(2);
  });

  test('the token that is refused although it is the newest leaves the hire for later', async () => {
    harness.server.changeToken('another');

    expect(await create()).toEqual({ kind: 'unknown', cause: 'target-denied-access' });
    expect(harness.calls()).toEqual(['CreateUser']);
  });

  test('the token may stand in JSON, as the Secrets Manager console writes it', async () => {
    harness.secret.token = '{"token":"test"}';

    expect(await create()).toMatchObject({ kind: 'created' });
  });

  test('the token that the function may not read leaves the hire for later, and says that access is missing', async () => {
    const denied = Object.assign(new Error('for this role'), { name: 'AccessDeniedException' });
    const target = scimTargetAt(harness.baseUrl, { readToken: () => Promise.reject(denied) });

    expect(await target.create(creationOf(target), inTime)).toEqual({
      kind: 'unknown',
      cause: 'target-denied-access',
      error: denied,
    });
    expect(harness.calls()).toEqual([]);
  });

  test('the token that cannot be sent is an error that does not show it', async () => {
    harness.secret.token = 'two words';

    const answer = await create();

    expect(answer).toMatchObject({ kind: 'unknown', cause: 'unexpected-error' });
    expect((answer as { error: Error }).error.message).toMatch(/^SCIM_TOKEN_ARN: must contain/);
    expect((answer as { error: Error }).error.message).not.toMatch(/two words/);
    expect(harness.calls()).toEqual([]);
  });

  test('a token that was refused in many calls at the same time is read again once', async () => {
    const stored = ['old', 'new', 'read too often'];
    const token = createBearerToken(async () => stored.shift() ?? '');
    await token.current(inTime);

    const renewed = Array.from({ length: 5 }, () => token.renewed('old', inTime));

    expect(await Promise.all(renewed)).toEqual(Array(5).fill('new'));
    expect(stored).toEqual(['read too often']);
  });
});
