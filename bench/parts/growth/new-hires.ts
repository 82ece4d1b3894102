import { newHires } from '../../hires.ts';
import { spreadOf } from '../../samples.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { type Cost, costOf } from './cost.ts';
import { batchOf, deliver } from './deliver.ts';
import { fillDirectory, fillTable } from './fill.ts';

const BATCH_SIZE = 10;
const WARM_UP_BATCHES = 10;

/** Grows the table first, then the directory while the table keeps its size. */
export async function measureNewHires(
  bench: Workbench,
  tableSizes: readonly number[],
  directorySizes: readonly number[],
  batches: number,
): Promise<readonly Cost[]> {
  await batchesMs(bench, WARM_UP_BATCHES);
  const costs: Cost[] = [];
  for (const records of tableSizes) {
    if (records > 0) await fillTable(bench, records);
    costs.push(await measure(records, 0));
  }
  for (const users of directorySizes) {
    fillDirectory(bench, users);
    costs.push(await measure(Math.max(...tableSizes), users));
  }
  return costs;

  function measure(records: number, users: number): Promise<Cost> {
    const hires = batches * BATCH_SIZE;
    return costOf(bench, { name: 'ten new hires', records, users, hires }, async () => ({
      invocations: 1,
      ms: spreadOf(await batchesMs(bench, batches)).median,
    }));
  }
}

async function batchesMs(bench: Workbench, batches: number): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let batch = 0; batch < batches; batch += 1)
    samples.push((await deliver(batchOf(newHires(BATCH_SIZE), bench), bench)).ms);
  return samples;
}
