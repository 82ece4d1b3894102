import { expect, test } from '@jest/globals';
import { brokenAudit } from './audited-end.ts';
import { DIRECTORIES } from './directories.ts';
import { comeToRest } from './ending.ts';
import { createSimulation, ENGINE } from './simulation.ts';

const HIRE = JSON.stringify({
  emailAddress: 'ada.lovelace@example.com',
  employeeId: 'E-0',
  firstName: 'Ada',
  lastName: 'Byron',
  department: 'sales',
});

async function storyOfOneHire() {
  const simulation = createSimulation(ENGINE, DIRECTORIES['identity-center'][0]);
  simulation.queues.send(HIRE);
  await comeToRest(simulation, () => {});
  return simulation;
}

test('an audit reports nothing of the end of a story in which no one else has a part', async () => {
  expect(await brokenAudit(await storyOfOneHire())).toEqual([]);
});

test('what an administrator does, an audit must report', async () => {
  const simulation = await storyOfOneHire();
  const { directory, personKeyOf } = simulation;
  for (const { userId } of directory.users) directory.remove(userId);

  expect(await simulation.audit()).toEqual([
    `an audit reports account-gone of ${personKeyOf('ada.lovelace@example.com')}`,
  ]);
  expect(await brokenAudit(simulation)).toEqual([]);
});

test('a story breaks a promise when an audit reports what no one else has done', async () => {
  const simulation = await storyOfOneHire();
  const { directory } = simulation;
  directory.putBack({ ...directory.state(), members: [] });

  expect(await brokenAudit(simulation)).toEqual([
    expect.stringMatching(/^an audit reports groups-missing of user#/),
  ]);
});
