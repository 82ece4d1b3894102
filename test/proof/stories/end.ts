import { TARGET_REASON_CODES } from '../../../src/provisioning/check-target.ts';
import { REFUSED_AFTER_ATTEMPT } from '../../../src/provisioning/reasons.ts';
import { readBody } from '../../support/bodies/read-body.ts';
import type { Tally } from '../../support/trials/tally.ts';
import { isSame, type KeptUser } from '../in-memory/memory-directory.ts';
import { isBlind } from '../promises/blind.ts';
import { isNotedForAnother } from '../promises/owners.ts';
import { brokenEnd, stuckRecords } from '../promises.ts';
import { lookAt } from '../view.ts';
import { PEOPLE } from './hiring.ts';
import type { Simulation } from './simulation.ts';

const BEYOND_DIRECTORY_CODES: readonly string[] = [...TARGET_REASON_CODES, REFUSED_AFTER_ATTEMPT];

/**
 * Records that no message finishes and of which no failed message informs an operator. An instance
 * may continue after another one has rejected the message, and then crash. Only that message, sent
 * again, finishes such a record.
 */
export function brokenAtRest({ queues, witness, factsOf, view }: Simulation): readonly string[] {
  const { deadLetters, keptEver } = queues;
  const kept = [...keptEver.filter(({ code }) => !isBlind(code)), ...deadLetters];
  const explained = kept.map(({ body }) => factsOf(body).personKey);
  const excused = new Set([...explained, ...witness.overtaken]);
  return stuckRecords(view(), ({ personKey }) => excused.has(personKey));
}

/** What became of everyone in the end, and every promise that is broken then. */
export function countEnd(simulation: Simulation): Omit<Tally, 'fault'> {
  const { events, queues, firstDays } = simulation;
  const view = simulation.view();
  const people = PEOPLE.filter((address) => mustHaveAccount(address, simulation)).map(
    (address) => ({
      accounts: accountsAt(address, simulation).length,
      isOnRecord: isOnRecord(address, simulation),
    }),
  );
  const lostPeople = people.filter(({ accounts }) => accounts === 0).length;
  const lostMessages = queues.bodies.filter((body) => !lookAt(view).hasEvent(body)).length;
  return {
    injected: 0,
    people: people.length,
    accounts: people.reduce((sum, { accounts }) => sum + accounts, 0),
    records: people.filter((person) => person.isOnRecord).length,
    events: new Set(events.map(({ id }) => id)).size,
    lost: queues.messages.size + firstDays.waiting().length + lostMessages + lostPeople,
    doubled: people.reduce((sum, { accounts }) => sum + Math.max(0, accounts - 1), 0),
    broken: [
      ...(firstDays.waiting().length > 0 ? ['a hire that waited for its day is lost'] : []),
      ...brokenEnd(view, people),
      ...stuckRecords(
        view,
        ({ state, personKey }) => state === 'CREATING' && simulation.refusedPlaces.has(personKey),
      ),
      ...queues.bodies.flatMap((body) => brokenBeyondDirectory(body, simulation)),
    ],
  };
}

/**
 * A hire that the directory cannot serve was rejected with that reason, and was not served in part.
 */
function brokenBeyondDirectory(
  body: string,
  { isBeyondDirectory, isAbout, queues, events }: Simulation,
): readonly string[] {
  if (!isBeyondDirectory(body)) return [];
  const isRejected = queues.keptEver.some(
    (kept) => kept.body === body && BEYOND_DIRECTORY_CODES.includes(kept.code),
  );
  const isDone = events.some(
    (event) => event.type === 'joiner.user.provisioned.v1' && isAbout(event, body),
  );
  return isRejected && !isDone ? [] : ['a hire that the directory cannot serve was not rejected'];
}

/**
 * Every person with a hire must have an account, except where an operator must decide: the account
 * has more rights than any hire asks for, or was removed; a hire was cancelled; several accounts differ in letter case,
 * one address has two employee ids, or one employee id two addresses; an account at another address has the user
 * name or the employee id.
 */
function mustHaveAccount(address: string, simulation: Simulation): boolean {
  const personKey = simulation.personKeyOf(address);
  const hires = hiresOf(address, simulation);
  const accounts = accountsAt(address, simulation);
  const [employeeId, ...otherIds] = new Set(hires.flatMap((hire) => hire.employeeId ?? []));
  const isAnothers = accounts.some((account) =>
    hires.some((hire) => isNotedForAnother(account, { ...hire, personKey })),
  );
  const mayBeTaken =
    accounts.every(({ type }) => type === 'APP_USER') || isAnySuperUserDecisive(hires);
  return (
    hires.length > 0 &&
    otherIds.length === 0 &&
    !simulation.firstDays.cancelled.has(personKey) &&
    !isElsewhere(address, employeeId, simulation) &&
    !isAnothers &&
    mayBeTaken &&
    lookAt(simulation.view()).goneOf(personKey).length === 0 &&
    !isAmbiguous(address, simulation) &&
    !isTakenElsewhere(address, [employeeId, personKey], simulation)
  );
}

/** Whether a hire with all rights has no date, or a day that no hire for fewer rights takes its place on. */
function isAnySuperUserDecisive(hires: ReturnType<typeof hiresOf>): boolean {
  const isSuperUser = ({ hire }: (typeof hires)[number]) => hire.type === 'SUPER_USER';
  return hires.some(
    (one) =>
      isSuperUser(one) &&
      (one.startDate === undefined ||
        hires.every((other) => other.startDate === undefined || isSuperUser(other))),
  );
}

/** Whether HR gives the employee another address as well. */
function isElsewhere(
  address: string,
  employeeId: string | undefined,
  simulation: Simulation,
): boolean {
  if (employeeId === undefined) return false;
  return PEOPLE.filter((one) => one !== address).some((other) =>
    hiresOf(other, simulation).some((hire) => hire.employeeId === employeeId),
  );
}

/** Those that the directory can serve. */
function hiresOf(address: string, { queues, isBeyondDirectory }: Simulation) {
  return queues.bodies.flatMap((body) => {
    const reading = readBody(body);
    const isOfPerson = reading.kind === 'hire' && reading.hire.emailAddress === address;
    return isOfPerson && !isBeyondDirectory(body) ? [reading] : [];
  });
}

function isAmbiguous(address: string, simulation: Simulation): boolean {
  const { made } = simulation.directory;
  const spelled = accountsAt(address, simulation);
  return spelled.length > 1 && spelled.every(({ userId }) => !made.has(userId));
}

/** An account at another address has the user name of this one, or the directory notes an id of the person there. */
function isTakenElsewhere(
  address: string,
  ids: readonly (string | undefined)[],
  { directory }: Simulation,
): boolean {
  return directory.users
    .filter(({ emailAddress }) => !isSame(emailAddress, address))
    .some(
      ({ userName = '', employeeId }) =>
        isSame(userName, address) || (employeeId !== undefined && ids.includes(employeeId)),
    );
}

function isOnRecord(address: string, simulation: Simulation): boolean {
  const account = accountOnRecord(address, simulation);
  const record = simulation.records.of(simulation.personKeyOf(address));
  return (
    record !== undefined &&
    account !== undefined &&
    lookAt(simulation.view()).isAccountOf(account, record)
  );
}

function accountsAt(address: string, { directory }: Simulation): readonly KeptUser[] {
  return directory.users.filter(({ emailAddress }) => isSame(emailAddress, address));
}

function accountOnRecord(address: string, simulation: Simulation): KeptUser | undefined {
  const record = simulation.records.of(simulation.personKeyOf(address));
  const userId = record?.state === 'PROVISIONED' ? record.userId : undefined;
  return simulation.directory.users.find((user) => user.userId === userId);
}
