import { expect, test } from '@jest/globals';
import type { CreationBudget, Places } from '../../src/provisioning/creation-budget.ts';
import { createCreationPlaces, type Payment } from '../../src/provisioning/creation-places.ts';
import { createManualClock } from '../support/time/manual-clock.ts';

const HOUR_MS = 3_600_000;
const NINE = 492_657;
const { signal } = new AbortController();

/** An instance, and the count in which it takes. */
function startInstance(limit = 100) {
  const clock = createManualClock(NINE * HOUR_MS);
  const takes: number[] = [];
  let taken: Places | undefined;
  const budget: CreationBudget = {
    async take({ hour, count, most, startsHour }) {
      const isThisHour = taken?.hour === hour && taken.count + count <= most;
      if (!startsHour && !isThisHour) return { kind: 'refused', taken };
      taken = { hour, count: startsHour ? count : (taken?.count ?? 0) + count };
      takes.push(count);
      return { kind: 'taken' };
    },
    readCeiling: async () => undefined,
  };
  const places = createCreationPlaces({ budget, limit, clock });
  return {
    clock,
    takes,
    batchOf(people: number) {
      const batch = places.forBatch(signal);
      batch.expect(people);
      return batch;
    },
  };
}

const used = async () => ({ usesPlace: true }) as const;
const unused = async () => ({});

async function spendEach(payments: readonly Payment[], write: () => Promise<object>) {
  for (const payment of payments) {
    await payment.spendOn(write).catch(() => undefined);
    payment.end();
  }
}

test('all hires of a batch share one take', async () => {
  const { batchOf, takes } = startInstance();
  const batch = batchOf(3);

  const payments = await Promise.all([batch.draw(), batch.draw(), batch.draw()]);

  expect(payments.map(({ hour }) => hour)).toEqual([NINE, NINE, NINE]);
  expect(takes).toEqual([3]);
});

test('a batch in which no hire draws takes nothing', async () => {
  const { batchOf, takes } = startInstance();
  batchOf(3);

  expect(takes).toEqual([]);
});

test.each([
  ['that claims did not use', unused, [3, 0]],
  ['that claims used', used, [3, 3]],
  [
    'of claims whose end is not known',
    async () => {
      throw new Error('The answer was lost.');
    },
    [3, 3],
  ],
])('the next batch takes as many fewer as there are places %s', async (_, write, expected) => {
  const { batchOf, takes } = startInstance();
  const first = batchOf(3);
  await spendEach([await first.draw(), await first.draw(), await first.draw()], write);

  await batchOf(3).draw();

  expect([...takes, 0].slice(0, 2)).toEqual(expected);
});

test('a place whose account turned out to be there before serves the next batch', async () => {
  const { batchOf, takes } = startInstance();
  const payment = await batchOf(1).draw();
  await payment.spendOn(used);
  payment.isUnneeded();
  payment.end();

  expect(await batchOf(1).draw()).toHaveProperty('hour', NINE);
  expect(takes).toEqual([1]);
});

test('a place of an hour that has passed serves no one', async () => {
  const { batchOf, takes, clock } = startInstance();
  (await batchOf(2).draw()).end();
  clock.advance(HOUR_MS);

  expect(await batchOf(2).draw()).toHaveProperty('hour', NINE + 1);
  expect(takes).toEqual([2, 2]);
});

test('a hire for which no place is left gets none', async () => {
  const { batchOf } = startInstance(1);
  const batch = batchOf(2);

  const payments = [await batch.draw(), await batch.draw()];

  expect(payments.map(({ hour }) => hour)).toEqual([NINE, undefined]);
});
