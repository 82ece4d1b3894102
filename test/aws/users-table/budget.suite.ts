import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { BUDGET_KEYS, createCreationBudget } from '../../../src/aws/creation-budget.ts';
import { takePlaces } from '../../../src/provisioning/take-places.ts';
import { recordOperations } from '../../support/aws/client-middleware.ts';
import { createManualClock } from '../../support/time/manual-clock.ts';
import { signal } from '../users-store/store-calls.ts';
import type { TableHarness } from './table-harness.ts';

const HOUR_MS = 3_600_000;
const NINE = 492_657;
const TEN = NINE + 1;

/** The count of first creations, and the ceiling of an operator. */
export function describeBudget(table: TableHarness): void {
  async function startBudget(limit: number) {
    const { ready, table: own } = table.budget();
    await ready;
    const operations = recordOperations(own.client);
    const clock = createManualClock(NINE * HOUR_MS);
    const budget = createCreationBudget(own);
    return {
      operations,
      clock,
      take: (wanted: number) => takePlaces(wanted, { budget, limit, clock }, signal),
      raise: (perHour: number, untilMs: number) =>
        own.client.send(
          new PutItemCommand({
            TableName: own.tableName,
            Item: {
              pk: { S: BUDGET_KEYS.ceiling },
              perHour: { N: String(perHour) },
              until: { N: String(untilMs) },
            },
          }),
        ),
    };
  }

  describe('the budget of creations', () => {
    test('a batch takes its places in one write, once the hour has begun', async () => {
      const { take, operations } = await startBudget(100);
      await take(1);
      operations.length = 0;

      expect(await take(10)).toEqual({ hour: NINE, count: 10 });
      expect(operations).toEqual(['UpdateItem']);
    });

    test('the first batch of an hour takes its places in two writes', async () => {
      const { take, operations, clock } = await startBudget(100);
      await take(1);
      operations.length = 0;
      clock.advance(HOUR_MS);

      expect(await take(10)).toEqual({ hour: TEN, count: 10 });
      expect(operations).toEqual(['UpdateItem', 'UpdateItem']);
    });

    test('a batch gets what is left, and the next one nothing', async () => {
      const { take } = await startBudget(12);

      expect([await take(10), await take(10), await take(10)]).toEqual([
        { hour: NINE, count: 10 },
        { hour: NINE, count: 2 },
        { hour: NINE, count: 0 },
      ]);
    });

    test('instances that take at the same time get no more than there is', async () => {
      const { take } = await startBudget(25);

      const taken = await Promise.all(Array.from({ length: 6 }, () => take(10)));

      expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(25);
    });

    test('an instance whose clock is behind counts in the later hour of the others', async () => {
      const { take, clock } = await startBudget(10);
      clock.advance(HOUR_MS);
      await take(4);
      clock.set(NINE * HOUR_MS);

      expect(await take(10)).toEqual({ hour: TEN, count: 6 });
    });

    test('a ceiling gives places beyond the limit while it lasts', async () => {
      const { take, raise, clock } = await startBudget(10);
      await take(10);
      await raise(15, clock.now() + 1_000);

      expect(await take(10)).toEqual({ hour: NINE, count: 5 });
      expect(await take(10)).toEqual({ hour: NINE, count: 0 });
    });

    test('a ceiling that has ended gives none', async () => {
      const { take, raise, clock } = await startBudget(10);
      await take(10);
      await raise(15, clock.now() + 1_000);
      clock.advance(1_000);

      expect(await take(10)).toEqual({ hour: NINE, count: 0 });
    });

    test('a ceiling below the limit takes none away', async () => {
      const { take, raise, clock } = await startBudget(10);
      await raise(1, clock.now() + 1_000);

      expect(await take(10)).toEqual({ hour: NINE, count: 10 });
    });
  });
}
