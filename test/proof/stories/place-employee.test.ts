import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { DIRECTORIES } from './directories.ts';
import { countEnd } from './end.ts';
import { comeToRest, sendEverythingAgain } from './ending.ts';
import { invoke } from './invoke.ts';
import { runOn, runUpTo } from './run-on.ts';
import { createSimulation, ENGINE, type Simulation } from './simulation.ts';

const HOUR_MS = 3_600_000;
const ALAN = 'alan.turing@example.com';

function hireOf(emailAddress: string, employeeId: string): string {
  const requestId = `request-${employeeId}`;
  return JSON.stringify({
    emailAddress,
    employeeId,
    requestId,
    firstName: 'Ada',
    lastName: 'Byron',
  });
}

async function deliverAll(simulation: Simulation): Promise<void> {
  invoke(simulation, simulation.queues.visible());
  await turn();
  for (const instance of [...simulation.instances]) await runOn(instance);
  await turn();
}

/**
 * The account of E-9 is deleted, and E-0, who has one elsewhere, gets that address by mistake. The hire of E-9 at a new
 * address is killed before the end of its first attempt, so that no one knows whether it has called the directory.
 */
async function storyOfAnAddressThatPassesOn(): Promise<Simulation> {
  const simulation = createSimulation(ENGINE, DIRECTORIES.scim[0]);
  const { clock, directory, queues } = simulation;
  queues.send(hireOf('grace.hopper@example.com', 'E-9'));
  await deliverAll(simulation);
  queues.send(hireOf('ada.lovelace@example.com', 'E-0'));
  await deliverAll(simulation);
  const [deleted] = directory.users;
  directory.remove(deleted?.userId ?? '');
  clock.advance(HOUR_MS);
  queues.send(hireOf('grace.hopper@example.com', 'E-0'));
  await deliverAll(simulation);
  clock.advance(HOUR_MS);
  queues.send(hireOf(ALAN, 'E-9'));
  invoke(simulation, queues.visible());
  await turn();
  const [instance] = simulation.instances;
  if (instance) await runUpTo(instance, 'fail');
  instance?.crash();
  await turn();
  await comeToRest(simulation, () => {});
  clock.advance(HOUR_MS);
  return simulation;
}

function stateAt(address: string, { records, personKeyOf }: Simulation): string | undefined {
  return records.of(personKeyOf(address))?.state;
}

test('an employee whose former address has passed on gets an account where an operator puts the id', async () => {
  const simulation = await storyOfAnAddressThatPassesOn();
  await sendEverythingAgain(simulation, () => {});

  expect(stateAt(ALAN, simulation)).toBe('PROVISIONED');
  expect(countEnd(simulation)).toMatchObject({ lost: 0, doubled: 0, broken: [] });
});

test('the record of that employee counts as unfinished until the operator does', async () => {
  const simulation = await storyOfAnAddressThatPassesOn();
  const { queues } = simulation;
  for (let left = queues.rejected.length; left > 0; left -= 1) queues.takeBack('rejected', 0);
  await comeToRest(simulation, () => {});

  expect(queues.deadLetters.map(({ code }) => code)).toContain('employee-in-progress');
  expect(countEnd(simulation).broken).toEqual(['a record stays CREATING']);
});

test('an address whose account is another’s is left to people', async () => {
  const simulation = await storyOfAnAddressThatPassesOn();
  simulation.directory.add(
    { emailAddress: ALAN, type: 'APP_USER', apiAccess: 'DISABLED' },
    'ENABLED',
    { employeeId: 'E-2' },
  );
  await sendEverythingAgain(simulation, () => {});

  expect(stateAt(ALAN, simulation)).toBe('CREATING');
  expect(countEnd(simulation)).toMatchObject({ lost: 0, doubled: 0, broken: [] });
});
