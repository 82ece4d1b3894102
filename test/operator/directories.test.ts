import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { examineStack } from '../../src/operator/doctor/examine-stack.ts';
import { planHires } from '../../src/operator/send/plan-hires.ts';
import {
  readDigests,
  readIntakeDigests,
  readStackSettings,
  usersStoreOf,
} from '../../src/operator/stack/stack.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

const { signal } = new AbortController();
const hire = (emailAddress: string, others: object = {}) => ({
  line: 1,
  body: JSON.stringify({ emailAddress, firstName: 'Ada', lastName: 'Byron', ...others }),
});

describe.each([
  ['identity-center', 'identity-center:d-0000000001', 'GetUserId', undefined],
  ['scim', 'scim:http://127.0.0.1', 'ListUsers', 'use a filter'],
])('a stack that is packaged for %s', (target, id, lookUp, lookUps) => {
  let service: OperatedStack;
  beforeAll(async () => {
    service = await startOperatedStack({ packageDir: packageDirOf(target), consume: false });
  });
  afterAll(() => service.stop());

  const examine = async () => {
    const findings = await examineStack(service.operated, { nowMs: Date.now(), signal });
    return (name: string) => findings.find(({ check }) => check === name);
  };

  test('is planned for with the accounts of its directory', async () => {
    const { userId } = service.stack.directory.addUser({ emailAddress: 'ada@example.com' });
    const { policy, startRules, target } = await readStackSettings(service.operated);
    const digests = await readDigests(service.operated);
    const plan = await planHires(
      [
        hire('ada@example.com'),
        hire('zoe@example.com'),
        hire('max@example.com', { type: 'SUPER_USER' }),
      ],
      {
        policy,
        startRules,
        target,
        digests,
        intakeDigests: await readIntakeDigests(service.operated),
        store: usersStoreOf(service.operated),
        readPointer: async () => undefined,
        readScheduled: async () => undefined,
        signal,
        directorySignal: signal,
      },
    );

    expect(plan.directoryNotRead).toBeUndefined();
    expect(plan.hires.map(({ prospect }) => prospect)).toEqual([
      { kind: 'existing', userId },
      { kind: 'new' },
      { kind: 'rejected', reason: expect.objectContaining({ code: 'unsupported-by-target' }) },
    ]);
  });

  test('is examined with a look-up in its directory, which is named', async () => {
    const found = await examine();

    expect(found('settings')).toMatchObject({ state: 'ok' });
    expect(found('directory')).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(`^${id}.* responds to a look-up$`),
    });
  });

  test('reports how a SCIM server finds users, and of no other directory', async () => {
    const found = await examine();

    expect(found('look-ups')?.found).toBe(lookUps);
  });

  test('is examined without showing its credentials', async () => {
    // The secret access key here, and the bearer token.
    const findings = await examineStack(service.operated, { nowMs: Date.now(), signal });

    expect(JSON.stringify(findings)).not.toMatch(/\btest\b|Bearer/);
  });

  test('has a problem if its directory denies access', async () => {
    service.stack.directory.faults.always(lookUp, { kind: 'access-denied' });
    const found = await examine();
    service.stack.directory.faults.clear();

    expect(found('directory')).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('[target-denied-access]'),
    });
  });
});
