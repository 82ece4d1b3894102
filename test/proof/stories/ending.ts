import { setImmediate as turn } from 'node:timers/promises';
import { PEOPLE } from './hiring.ts';
import type { Instance } from './instance.ts';
import { invoke } from './invoke.ts';
import { placeEmployee } from './place-employee.ts';
import { runOn } from './run-on.ts';
import { type Simulation, WIDE_POLICY } from './simulation.ts';
import { startSweep } from './sweep.ts';

/** Of one message. A retry waits an hour at most, and after a day the message is dead-lettered. */
const MAX_ROUNDS = 200;
/** Of deciding where an employee id belongs: each person's address is asked about once at most. */
const MAX_PLACES = PEOPLE.length;

type Check = () => void;

/** Nothing fails from now on, so every message reaches its end. */
export async function comeToRest(simulation: Simulation, check: Check): Promise<void> {
  const { directory, down, instances } = simulation;
  down.clear();
  directory.accept();
  directory.missGroup();
  directory.lag(0);
  for (const { userId, status } of directory.users)
    if (status === 'CREATING') directory.setStatus(userId, 'ENABLED');
  await runAll(instances, check);
  await emptyQueue(simulation, check);
}

/** An operator removes every obstacle, and sends all failed messages again. */
export async function sendEverythingAgain(simulation: Simulation, check: Check): Promise<void> {
  const { directory, queues } = simulation;
  simulation.policy = WIDE_POLICY;
  for (const { userId } of directory.users) directory.setStatus(userId, 'ENABLED');
  for (const queue of ['rejected', 'deadLetters'] as const)
    for (let left = queues[queue].length; left > 0; left -= 1) queues.takeBack(queue, 0);
  await emptyQueue(simulation, check);
  for (let place = 0; place < MAX_PLACES && (await placeEmployee(simulation)); place += 1)
    await emptyQueue(simulation, check);
}

/** The day comes for every hire that waits. */
async function emptyQueue(simulation: Simulation, check: Check): Promise<void> {
  const { clock, firstDays, instances } = simulation;
  await emptyQueueOf(simulation, check);
  for (let round = 0; firstDays.waiting().length > 0 && round < MAX_ROUNDS; round += 1) {
    const next = Math.min(...firstDays.waiting().map(({ dueAtMs }) => dueAtMs));
    clock.advance(Math.max(0, next - clock.now()));
    startSweep(simulation);
    await runAll(instances, check);
    await emptyQueueOf(simulation, check);
  }
}

async function emptyQueueOf(simulation: Simulation, check: Check): Promise<void> {
  const { clock, instances, queues } = simulation;
  const maxRounds = MAX_ROUNDS * queues.messages.size;
  for (let round = 0; queues.messages.size > 0 && round < maxRounds; round += 1) {
    const next = Math.min(...[...queues.messages.values()].map(({ visibleAtMs }) => visibleAtMs));
    clock.advance(Math.max(0, next - clock.now()));
    invoke(simulation, queues.visible().slice(0, 10));
    await runAll(instances, check);
    check();
  }
}

/** The promises are checked after each instance: what the next one does may hide what it broke. */
async function runAll(instances: readonly Instance[], check: Check): Promise<void> {
  // An instance that has just begun comes to its first call.
  await turn();
  for (const instance of [...instances]) {
    await runOn(instance);
    check();
  }
}
