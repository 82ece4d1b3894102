import { hire } from '../bodies/hires.ts';
import type { StackUnderFaults } from './stack-under-faults.ts';

const SPELLINGS = [
  'ada.%@example.com',
  'Ada.%@example.com',
  'ADA.%@Example.com',
  'aDa.%@EXAMPLE.com',
];

/**
 * Sends five people, ada.0@example.com to ada.4@example.com, in four spellings each, to two
 * processes at once, so that ten messages find a lease held. Returns the causes of their retries,
 * and the number of processes.
 */
export async function sendFivePeopleTwentyTimes(service: StackUnderFaults) {
  const { directory, consumption, functions } = service.stack;
  const hires = SPELLINGS.flatMap((spelling, round) =>
    [0, 1, 2, 3, 4].map((person) =>
      hire({ emailAddress: spelling.replace('%', `${person}`), requestId: `${round}-${person}` }),
    ),
  );
  directory.faults.next('CreateUser', { kind: 'hang' }, 5);

  // One process takes every lease before the other starts. Two with some leases each would both
  // hang.
  await service.sendHires(hires.slice(0, 10));
  await consumption.start();
  await directory.faults.untilHanging(5);
  await service.sendHires(hires.slice(10));
  const waiting = await service.untilLogged('retry later', 10);
  const processes = functions.processes();
  directory.faults.release();
  await service.untilAllDone();
  return { processes, waitedFor: waiting.map(({ cause }) => cause) };
}
