import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packageDirOf } from '../../local/stack/packaging.ts';
import { findReassignment } from '../../src/operator/reassign/find-reassignment.ts';
import { obstacleTo } from '../../src/operator/reassign/reassignment.ts';
import { readDigests, readStackSettings, usersTableOf } from '../../src/operator/stack/stack.ts';
import { type OperatedStack, startOperatedStack } from '../support/operator/operated-stack.ts';

const { signal } = new AbortController();
const ADDRESS = 'ada@example.com';

describe.each([
  // It stores no employee id.
  ['finspace', 'ListUsers', undefined],
  ['identity-center', 'GetUserId', 'account-of-another'],
  ['scim', 'ListUsers', 'account-of-another'],
])('what an operator who reassigns a record is shown of %s', (name, lookUp, obstacle) => {
  let service: OperatedStack;
  beforeAll(async () => {
    service = await startOperatedStack({ packageDir: packageDirOf(name) });
    const names = { firstName: 'Ada', lastName: 'Byron' };
    const hire = { emailAddress: ADDRESS, employeeId: 'E-1', requestId: 'R-1', ...names };
    await service.send(JSON.stringify(hire));
    await service.untilDone();
  });
  afterAll(() => service.stop());

  async function look(employeeId: string) {
    const { target } = await readStackSettings(service.operated);
    const table = usersTableOf(service.operated);
    const digests = await readDigests(service.operated);
    const deps = { table, digests, target, nowMs: Date.now, signal, directorySignal: signal };
    const shown = await findReassignment({ address: ADDRESS, employeeId }, deps);
    return { shown, obstacle: obstacleTo(shown, target, Date.now())?.kind };
  }

  test('is the account of the record, and whether it is noted for another employee', async () => {
    const { shown, obstacle: found } = await look('E-2');

    expect(shown).toMatchObject({
      record: { state: 'PROVISIONED' },
      look: { kind: 'found', users: [{ emailAddress: ADDRESS }] },
    });
    expect(found).toBe(obstacle);
  });

  test('is why it could not be read, which is an obstacle', async () => {
    service.stack.directory.faults.always(lookUp, { kind: 'access-denied' });
    const { shown, obstacle: found } = await look('E-2');
    service.stack.directory.faults.clear();

    expect(shown.look).toEqual({ kind: 'unread', cause: 'target-denied-access' });
    expect(found).toBe('directory-not-read');
  });
});
