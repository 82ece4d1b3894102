import type { BatchKind } from './batch-kind.ts';
import type { HireBatch } from './hire-batch.ts';
import type { Stock } from './stock.ts';
import { sumOf, type Tally } from './tally.ts';
import type { TrialLane } from './trial-lane.ts';

/** One fault on one batch. */
export interface Trial {
  /** Where and when, for the report of what it broke. */
  readonly name: string;
  readonly kind: BatchKind;
  /** Injects the fault into the batch, which is in the queue, and takes stock at the end. */
  run(batch: HireBatch, lane: TrialLane): Promise<Stock>;
}

/**
 * Runs every trial, as many in parallel as there are lanes, and sums up what became of the people.
 */
export async function tryAll(
  fault: string,
  trials: readonly Trial[],
  lanes: readonly TrialLane[],
): Promise<Tally> {
  const left = [...trials];
  const tallies: Omit<Tally, 'fault'>[] = [];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let trial = left.shift(); trial !== undefined; trial = left.shift()) {
        tallies.push({ injected: 1, ...(await stockOf(trial, lane)) });
      }
    }),
  );
  return sumOf(fault, tallies);
}

/** A trial that does not end has lost its people. */
async function stockOf({ name, kind, run }: Trial, lane: TrialLane): Promise<Stock> {
  const batch = await lane.open(kind);
  try {
    const stock = await run(batch, lane);
    return { ...stock, broken: stock.broken.map((line) => `${name}: ${line}`) };
  } catch (error) {
    const nothing = { people: batch.people.length, accounts: 0, records: 0, events: 0, doubled: 0 };
    return { ...nothing, lost: batch.bodies.length, broken: [`${name}: ${error}`] };
  } finally {
    await lane.close();
  }
}
