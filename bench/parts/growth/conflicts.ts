import { newHires } from '../../hires.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { type Cost, costOf } from './cost.ts';
import { batchOf, deliver } from './deliver.ts';
import { addAccountsOf, fillDirectory } from './fill.ts';

/**
 * Measures hires whose accounts already exist at the end of the directory: one and ten in a new instance,
 * then ten more in the instance that has just read the directory.
 */
export async function measureConflicts(
  bench: Workbench,
  users: number,
): Promise<readonly [one: Cost, ten: Cost, tenMore: Cost]> {
  fillDirectory(bench, users);
  const batches = [newHires(1), newHires(10), newHires(10)] as const;
  for (const bodies of batches) addAccountsOf(bodies, bench);
  const [one, ten, tenMore] = batches;
  const { run } = bench.joiner;
  await run.kill();
  return [
    await measure('one conflict, new instance', one),
    await run.kill().then(() => measure('ten conflicts, new instance', ten)),
    await measure('ten more, same instance', tenMore),
  ];

  function measure(name: string, bodies: readonly string[]): Promise<Cost> {
    const about = { name, records: 0, users, hires: bodies.length };
    return costOf(bench, about, () => deliver(batchOf(bodies, bench), bench));
  }
}
