import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { brokenPromises } from '../promises.ts';
import { importChanged } from '../rules/mutant.ts';
import type { SourceChange } from '../rules/rule.ts';
import { START_RULES } from '../rules/start.ts';
import { DIRECTORIES } from './directories.ts';
import { countEnd } from './end.ts';
import { comeToRest } from './ending.ts';
import { invoke } from './invoke.ts';
import { runOn, runUpTo } from './run-on.ts';
import {
  createSimulation,
  ENGINE,
  ENGINE_FILES,
  type Engine,
  type Simulation,
} from './simulation.ts';
import { startSweep } from './sweep.ts';

const DAY_MS = 24 * 3_600_000;
const HIRE = JSON.stringify({
  emailAddress: 'ada.lovelace@example.com',
  employeeId: 'E-0',
  firstName: 'Ada',
  lastName: 'Byron',
  startDate: '2026-03-03',
});

/** A hire waits. On its day, the sweep is killed between sending and marking it. */
async function storyOfACutOffSweep(engine: Engine): Promise<Simulation> {
  const simulation = createSimulation(engine, DIRECTORIES.finspace[0]);
  simulation.queues.send(HIRE);
  await deliverAll(simulation);
  simulation.clock.advance(DAY_MS);
  startSweep(simulation);
  await turn();
  const [sweep] = simulation.instances;
  if (sweep) await runUpTo(sweep, 'mark released');
  sweep?.crash();
  await turn();
  return simulation;
}

async function deliverAll(simulation: Simulation): Promise<void> {
  invoke(simulation, simulation.queues.visible());
  await turn();
  for (const instance of [...simulation.instances]) await runOn(instance);
  await turn();
}

async function cancel({ firstDays }: Simulation): Promise<void> {
  for (const shown of firstDays.waiting()) await firstDays.cancel(shown);
}

async function engineWithout(rule: string): Promise<Engine> {
  const found = START_RULES.find((one) => one.rule === rule);
  if (!found?.without) throw new Error(`There is no rule "${rule}".`);
  return engineWith(found.without);
}

async function engineWith(change: SourceChange): Promise<Engine> {
  return (await importChanged(change, ENGINE_FILES)) as unknown as Engine;
}

test('a hire whose sweep is killed between sending and marking it is provisioned once', async () => {
  const simulation = await storyOfACutOffSweep(ENGINE);
  await comeToRest(simulation, () => {});

  expect(countEnd(simulation)).toMatchObject({ accounts: 1, lost: 0, doubled: 0, broken: [] });
});

test('a hire that is cancelled after such a sweep gets no account', async () => {
  const simulation = await storyOfACutOffSweep(ENGINE);
  await cancel(simulation);
  await deliverAll(simulation);

  expect(simulation.directory.users).toEqual([]);
  expect(brokenPromises(simulation.view())).toEqual([]);
});

test('a promise notices an account that is made after its hire was cancelled', async () => {
  const engine = await engineWithout('a copy gives way to an operator’s decision');
  const simulation = await storyOfACutOffSweep(engine);
  await cancel(simulation);
  await deliverAll(simulation);

  expect(brokenPromises(simulation.view())).toEqual([
    'an account is made after every hire of its person was cancelled',
  ]);
});

test('a promise notices an account that is made before its day', async () => {
  const notDue = 'if (isNotDue(hire, ctx)) return scheduleHire(hire, ctx);';
  const file = 'provisioning/provision-hire.ts';
  const engine = await engineWith({ file, from: notDue, to: '' });
  const simulation = createSimulation(engine, DIRECTORIES.finspace[0]);
  simulation.queues.send(HIRE);
  await deliverAll(simulation);

  expect(brokenPromises(simulation.view())).toEqual([
    'an account is made before the day of every hire of its person',
  ]);
});

test('a promise notices a hire that waits after its day', async () => {
  const simulation = createSimulation(ENGINE, DIRECTORIES.finspace[0]);
  simulation.queues.send(HIRE);
  await deliverAll(simulation);

  const { lost, broken } = countEnd(simulation);
  expect(lost).toBeGreaterThan(0);
  expect(broken).toContain('a hire that waited for its day is lost');
});
