import { findPointedEmployee } from '../../../src/operator/employee-pointer.ts';
import { readBody } from '../../support/bodies/read-body.ts';
import type { Simulation } from './simulation.ts';

const EMPLOYEE_IN_PROGRESS = 'employee-in-progress';
const never = new AbortController().signal;

interface Unplaced {
  readonly personKey: string;
  readonly address: string;
  readonly employeeId: string;
}

/**
 * An employee id may point to a record that does not hold it: the account was deleted, and the next employee's hire took
 * the address and was rejected. No rule moves the id, so its hires elsewhere end in the dead-letter queue, and their
 * record stays CREATING. An operator gives the id to the address of such a message, and sends all of them again.
 * @returns whether there was one to place
 */
export async function placeEmployee(simulation: Simulation): Promise<boolean> {
  const { queues, reassigning, refusedPlaces } = simulation;
  const unplaced = await findUnplaced(simulation);
  if (unplaced === undefined) return false;
  await reassigning.show(unplaced);
  // The directory has the account of another there, or this employee's elsewhere: people correct that first.
  if (reassigning.written() === undefined) refusedPlaces.add(unplaced.personKey);
  else await reassigning.run(unplaced);
  for (let left = queues.deadLetters.length; left > 0; left -= 1) {
    const index = queues.deadLetters.findIndex(({ code }) => code === EMPLOYEE_IN_PROGRESS);
    if (index < 0) break;
    queues.takeBack('deadLetters', index);
  }
  return true;
}

async function findUnplaced(simulation: Simulation): Promise<Unplaced | undefined> {
  const { records, queues, refusedPlaces, factsOf } = simulation;
  for (const { body, code } of queues.deadLetters) {
    const reading = readBody(body);
    const { personKey } = factsOf(body);
    if (code !== EMPLOYEE_IN_PROGRESS || reading.kind !== 'hire' || personKey === undefined)
      continue;
    const { employeeId, hire } = reading;
    const { state } = records.of(personKey) ?? {};
    if (employeeId === undefined || state !== 'CREATING' || refusedPlaces.has(personKey)) continue;
    if (await isLeftBehind(employeeId, simulation))
      return { personKey, address: hire.emailAddress, employeeId };
  }
  return undefined;
}

/** As `joiner status --employee` says it. */
async function isLeftBehind(employeeId: string, simulation: Simulation): Promise<boolean> {
  const { clock, users, employeeKeyOf } = simulation;
  const options = { nowMs: clock.now, signal: never };
  const pointed = await findPointedEmployee(users, employeeKeyOf(employeeId), options);
  return pointed?.standing.kind === 'dangling';
}
