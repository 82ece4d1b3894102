import { beforeEach, describe, expect, test } from '@jest/globals';
import { EXPIRES_AT, GONE_SEEN_AT, NOW, SECOND, type StoreCalls } from './store-calls.ts';

/** What a provisioned record learns later: that its account is gone, and whose employee id it is. */
export function describeNotes(calls: StoreCalls): void {
  const { claim, complete, noteBack, noteEmployee, noteGone, provisioned, read } = calls;

  describe('noteGone', () => {
    beforeEach(async () => {
      await claim();
      await complete();
    });

    test('the time at which the account was seen gone is kept', async () => {
      const result = await noteGone();

      const gone = provisioned({ goneSeenAtMs: GONE_SEEN_AT });
      expect(result).toEqual({ kind: 'noted', record: gone });
      expect(await read()).toEqual(gone);
    });

    test('the first time stays', async () => {
      await noteGone();
      const result = await noteGone({ seenAtMs: GONE_SEEN_AT + SECOND });

      expect(result).toMatchObject({ kind: 'refused', record: { goneSeenAtMs: GONE_SEEN_AT } });
    });

    test('another account on record was not seen gone', async () => {
      expect(await noteGone({ userId: 'user-2' })).toMatchObject({ kind: 'refused' });
      expect(await noteGone({ completedAtMs: NOW })).toMatchObject({ kind: 'refused' });
      expect(await read()).toEqual(provisioned());
    });

    test('the time from which on the record may be deleted is kept', async () => {
      await noteGone({ expiresAtEpochSeconds: EXPIRES_AT });

      expect(await read()).toEqual(
        provisioned({ goneSeenAtMs: GONE_SEEN_AT, expiresAtEpochSeconds: EXPIRES_AT }),
      );
    });
  });

  describe('noteBack', () => {
    beforeEach(async () => {
      await claim();
      await complete();
      await noteGone({ expiresAtEpochSeconds: EXPIRES_AT });
    });

    test('a record whose account is there again is as before', async () => {
      const result = await noteBack();

      expect(result).toEqual({ kind: 'noted', record: provisioned() });
      expect(await read()).toEqual(provisioned());
    });

    test('an account that was seen gone again since stays gone', async () => {
      const result = await noteBack({ goneSeenAtMs: GONE_SEEN_AT - SECOND });

      expect(result).toMatchObject({
        kind: 'refused',
        record: { expiresAtEpochSeconds: EXPIRES_AT },
      });
    });

    test('another account on record is not the one that is there again', async () => {
      const result = await noteBack({ userId: 'user-2' });

      expect(result).toMatchObject({
        kind: 'refused',
        record: { expiresAtEpochSeconds: EXPIRES_AT },
      });
    });
  });

  describe('noteEmployee', () => {
    beforeEach(async () => {
      await claim();
      await complete();
    });

    test('a record without an employee id keeps the first one', async () => {
      const result = await noteEmployee();

      const known = provisioned({ employeeKey: 'E-1' });
      expect(result).toEqual({ kind: 'noted', record: known });
      expect(await read()).toEqual(known);
    });

    test('a second employee id is refused', async () => {
      await noteEmployee();

      expect(await noteEmployee({ employeeKey: 'E-2' })).toMatchObject({
        kind: 'refused',
        record: { employeeKey: 'E-1' },
      });
    });

    test('the same employee id is noted again', async () => {
      await noteEmployee();

      expect(await noteEmployee()).toMatchObject({ kind: 'noted' });
    });

    test('a record of another account learns nothing', async () => {
      expect(await noteEmployee({ userId: 'user-2' })).toMatchObject({ kind: 'refused' });
      expect(await read()).toEqual(provisioned());
    });
  });
}
