import { describe, expect, test } from '@jest/globals';
import { createUsersTable } from '../../../src/aws/users-table.ts';
import { answerInstead } from '../../support/aws/client-middleware.ts';
import { signal } from '../users-store/store-calls.ts';
import { TABLE, type TableHarness } from './table-harness.ts';

/** What a read accepts of an item, and what it refuses. */
export function describeRead(table: TableHarness): void {
  const { calls, connect, item, personKey, putItem, putClaimedItemWith } = table;
  const { claim, complete, creating, read } = calls;

  describe('read', () => {
    test('a read sees every write that was acknowledged before it', async () => {
      const reading = connect();
      const inputs: object[] = [];
      answerInstead(reading, (input) => {
        inputs.push(input);
        return undefined;
      });

      await createUsersTable({ client: reading, tableName: TABLE }).read(personKey(), signal);

      expect(inputs).toEqual([expect.objectContaining({ ConsistentRead: true })]);
    });

    test.each([
      ['attempts', { S: 'many' }],
      ['firstAttemptAt', { N: '1.5' }],
      ['leaseUntil', { S: 'soon' }],
      ['requestKey', { N: '1' }],
      ['requestId', { N: '1' }],
      ['messageId', { N: '1' }],
      ['employeeKey', { N: '7' }],
      ['state', { S: 'PAUSED' }],
      ['tried', { S: 'asked-1' }],
      ['search', { S: 'page-7' }],
    ])('a record with a wrong %s is refused by the name of the attribute', async (name, value) => {
      await putClaimedItemWith({ [name]: value });

      await expect(read()).rejects.toThrow(
        `An item of the users table has no valid "${name}". Fix it, or restore it from a backup.`,
      );
    });

    test('a record with an unknown outcome is refused by the name of the attribute', async () => {
      await claim();
      await complete();
      await putItem({ ...(await item()), outcome: { S: 'guessed' } });

      await expect(read()).rejects.toThrow('no valid "outcome"');
    });

    test('a record without the user id that its state promises is refused', async () => {
      await putClaimedItemWith({ state: { S: 'PROVISIONED' } });

      await expect(read()).rejects.toThrow('no valid "userId"');
    });

    test('a record without the groups that its state promises is refused', async () => {
      await claim();
      await complete();
      await putItem({ ...(await item()), state: { S: 'GRANTING' } });

      await expect(read()).rejects.toThrow('no valid "groups"');
    });

    test.each([
      ['rulesVersion', { N: '1' }],
      ['appliedRules', { SS: ['1'] }],
      ['appliedRules', { NS: ['1.5'] }],
    ])('a record with groups and a wrong %s is refused', async (name, value) => {
      await claim();
      await complete({ groups: new Set(['group-1']) });
      await putItem({ ...(await item()), [name]: value });

      await expect(read()).rejects.toThrow(`no valid "${name}"`);
    });

    test('attributes that Joiner does not know are ignored', async () => {
      await putClaimedItemWith({ note: { S: 'looked at on Monday' } });

      expect(await read()).toEqual(creating());
    });
  });
}
