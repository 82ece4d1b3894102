import { describe, expect, test } from '@jest/globals';
import { NOW, SECOND, type StoreCalls } from './store-calls.ts';

/** An employee id has one holder, and an attempt that goes no further lets go of it. */
export function describePoint(calls: StoreCalls): void {
  const { claim, complete, otherClaim, point, pointerOf, unpoint, pointOver, release, read } =
    calls;
  const other = { personKey: 'user#other' };

  describe('point', () => {
    test('an employee id without a holder points to the person', async () => {
      expect(await point()).toEqual({ kind: 'pointed' });
    });

    test('of two people who point at once exactly one holds the employee id', async () => {
      const results = await Promise.all([point(), point(other)]);

      expect(results.map(({ kind }) => kind).sort()).toEqual(['pointed', 'refused']);
    });

    test('an employee id of another person is refused with its pointer', async () => {
      await point(other);

      expect(await point()).toEqual({ kind: 'refused', pointer: pointerOf(other) });
    });

    test('a later attempt for the same person points again', async () => {
      await point();

      expect(await point({ attempt: `${NOW}-2` })).toEqual({ kind: 'pointed' });
    });

    test('an employee id that was given free points to the next person', async () => {
      await point();
      await unpoint();

      expect(await point(other)).toEqual({ kind: 'pointed' });
    });

    test('a pointer that a later attempt has set stays', async () => {
      await point({ attempt: `${NOW}-2` });
      await unpoint({ attempt: `${NOW}-1` });

      expect(await point(other)).toMatchObject({ kind: 'refused' });
    });

    test('a pointer that the same attempt of a record from before has set stays', async () => {
      await point({ attempt: `${NOW + 1}-1` });
      await unpoint({ attempt: `${NOW}-1` });

      expect(await point(other)).toMatchObject({ kind: 'refused' });
    });

    test('the pointer of another person stays', async () => {
      await point(other);
      await unpoint();

      expect(await point()).toMatchObject({ kind: 'refused' });
    });
  });

  describe('point over a pointer whose record is not there', () => {
    test('an employee id is taken from the pointer whose record is not there any more', async () => {
      await point(other);

      expect(await pointOver(pointerOf(other))).toEqual({ kind: 'pointed' });
      expect(await point(other)).toEqual({ kind: 'refused', pointer: pointerOf() });
    });

    test('an employee id that points again since is not taken', async () => {
      const again = { ...other, attempt: `${NOW}-2` };
      await point(again);

      const result = await pointOver(pointerOf(other));

      expect(result).toEqual({ kind: 'refused', pointer: pointerOf(again) });
    });

    test('an employee id of a third person is not taken', async () => {
      const third = { personKey: 'user#third' };
      await point(third);

      const result = await pointOver(pointerOf(other));

      expect(result).toEqual({ kind: 'refused', pointer: pointerOf(third) });
    });

    test('an employee id whose pointer was deleted since points to the person', async () => {
      expect(await pointOver(pointerOf(other))).toEqual({ kind: 'pointed' });
    });
  });

  describe('release', () => {
    test('a released person has no lease and no employee id, and its attempts count as ended', async () => {
      await claim({ employeeKey: 'E-1' });

      expect(await release()).toEqual({ kind: 'written' });
      const record = await read();
      expect(record).toMatchObject({
        state: 'CREATING',
        leaseUntilMs: NOW + SECOND,
        attemptsWithoutAccount: 1,
      });
      expect(record).not.toHaveProperty('employeeKey');
    });

    test('a released person is claimed by the next message, whatever its employee id', async () => {
      await claim({ employeeKey: 'E-1' });
      await release();

      expect(await otherClaim({ employeeKey: 'E-2' })).toMatchObject({ kind: 'claimed' });
    });

    test('an attempt that is no end stays in doubt', async () => {
      await claim({ employeeKey: 'E-1' });
      await release({ madeNoAccount: false });

      expect(await read()).not.toHaveProperty('attemptsWithoutAccount');
    });

    test('an older attempt releases no newer one', async () => {
      await claim();
      await release();
      await otherClaim();

      expect(await release()).toMatchObject({ kind: 'refused', record: { attempts: 2 } });
    });

    test('a person who is done is not released', async () => {
      await claim();
      await complete();

      expect(await release()).toMatchObject({ kind: 'refused', record: { state: 'PROVISIONED' } });
    });
  });
}
