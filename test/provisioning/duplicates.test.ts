import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ADA, hire } from '../support/bodies/hires.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type EngineHarness,
  startEngineHarness,
  TARGET_ID,
} from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

function renameAccount(emailAddress: string): void {
  const [account] = engine.directory.users();
  engine.directory.removeUser(account?.userId ?? '');
  engine.directory.addUser({ ...account, emailAddress });
}

describe('another request for the same person', () => {
  test('another request for the same person is rejected when the account has another address by now, without its user id', async () => {
    await engine.deliver([{ body: hire() }]);
    renameAccount('ada.byron@example.com');
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'address-belongs-to-another']);
    expect((await engine.events())[1]?.data).not.toHaveProperty('userId');
  });

  test('another request of the same employee is rejected as being at another address when the account was renamed', async () => {
    await engine.deliver([{ body: hire({ employeeId: 'E-1' }) }]);
    renameAccount('ada.byron@example.com');
    await engine.deliver([{ body: hire({ requestId: 'request-2', employeeId: 'E-1' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'employee-at-another-address']);
  });

  test('another request for the same person is rejected when the account has more rights by now than the message asks for', async () => {
    await engine.deliver([{ body: hire() }]);
    const [account] = engine.directory.users();
    engine.directory.removeUser(account?.userId ?? '');
    engine.directory.addUser({ emailAddress: ADA, ...account, type: 'SUPER_USER' });
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'existing-user-outside-policy']);
  });

  test('another request for the same person gives its employee id to a record that has none, and the next employee is refused', async () => {
    await engine.deliver([{ body: hire() }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2', employeeId: 'E-1' }) }]);
    await engine.deliver([{ body: hire({ requestId: 'request-3', employeeId: 'E-2' }) }]);

    expect(await engine.record(ADA)).toMatchObject({
      employeeKey: digestsFor(TARGET_ID).employeeKeyOf('E-1'),
    });
    expect(await engine.outcomes()).toEqual(['created', 'duplicate', 'address-belongs-to-another']);
  });

  test('another request for the same person compares an employee id that is an address without storing it', async () => {
    const employeeId = 'ada@old-firm.example';
    await engine.deliver([{ body: hire({ employeeId }) }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2', employeeId }) }]);
    await engine.deliver([
      { body: hire({ requestId: 'request-3', employeeId: 'eve@old-firm.example' }) },
    ]);

    expect(JSON.stringify(await engine.record(ADA))).not.toContain('@');
    expect(await engine.outcomes()).toEqual(['created', 'duplicate', 'address-belongs-to-another']);
    expect((await engine.events())[0]?.data).toMatchObject({ employeeId });
  });

  test('another request for the same person leaves the event of the first request as it was when it gives its employee id', async () => {
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2', employeeId: 'E-1' }) }]);
    await engine.deliver([{ body: hire(), messageId: 'm-1' }]);

    const [first, , repeated] = await engine.events();
    expect(repeated).toEqual(first);
  });

  test('carries the employee id that its own message gives', async () => {
    await engine.deliver([{ body: hire() }]);
    await engine.deliver([{ body: hire({ requestId: 'request-2', employeeId: 'E-1' }) }]);

    expect((await engine.events())[1]?.data).toMatchObject({ employeeId: 'E-1' });
  });

  test('another request for the same person is rejected when the account has been disabled since', async () => {
    await engine.deliver([{ body: hire() }]);
    engine.directory.updateUser(engine.directory.users()[0]?.userId ?? '', { status: 'DISABLED' });
    await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(await engine.outcomes()).toEqual(['created', 'account-disabled']);
  });

  test('another request for the same person waits when the directory does not say whether the account is still there', async () => {
    await engine.deliver([{ body: hire() }]);
    engine.directory.faults.always('GetUser', { kind: 'unavailable' });
    const { causes } = await engine.deliver([{ body: hire({ requestId: 'request-2' }) }]);

    expect(causes).toEqual(['target-unavailable']);
    expect(await engine.outcomes()).toEqual(['created']);
  });
});
