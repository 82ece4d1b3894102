import { runOn } from './run-on.ts';
import { WIDE_POLICY, type World } from './simulation.ts';

/** A retry waits an hour at most, and is an operator's after a day. */
const MOST_ROUNDS = 200;

type Check = () => void;

/** Nothing fails any more: every message reaches its end. */
export async function comeToRest(world: World, check: Check): Promise<void> {
  const { directory, down, instances } = world;
  down.clear();
  directory.accept();
  for (const { userId, status } of directory.users)
    if (status === 'CREATING') directory.setStatus(userId, 'ENABLED');
  for (const instance of [...instances]) await runOn(instance);
  await emptyQueue(world, check);
}

/** An operator clears what stood in the way, and sends everything again that was set aside. */
export async function sendEverythingAgain(world: World, check: Check): Promise<void> {
  const { directory, queues } = world;
  world.policy = WIDE_POLICY;
  for (const { userId } of directory.users) directory.setStatus(userId, 'ENABLED');
  for (const queue of ['rejected', 'deadLetters'] as const)
    for (let left = queues[queue].length; left > 0; left -= 1) queues.takeBack(queue, 0);
  await emptyQueue(world, check);
}

async function emptyQueue(world: World, check: Check): Promise<void> {
  const { clock, instances, queues } = world;
  for (let round = 0; queues.letters.size > 0 && round < MOST_ROUNDS; round += 1) {
    const next = Math.min(...[...queues.letters.values()].map(({ visibleAtMs }) => visibleAtMs));
    clock.advance(Math.max(0, next - clock.now()));
    world.invoke(queues.visible().slice(0, 10));
    for (const instance of [...instances]) await runOn(instance);
    check();
  }
}
