import { readMessage } from '../../../src/contracts/message.ts';
import { TARGET_REASON_CODES } from '../../../src/provisioning/check-target.ts';
import { REFUSED_AFTER_ATTEMPT } from '../../../src/provisioning/reasons.ts';
import { isAnotherPerson } from '../../../src/provisioning/states.ts';
import type { Tally } from '../../support/trials/tally.ts';
import { isSame, type KeptUser } from '../in-memory/memory-directory.ts';
import { PEOPLE } from './hiring.ts';
import type { World } from './simulation.ts';
import { isBlind } from './witness.ts';

const BEYOND_DIRECTORY_CODES: readonly string[] = [...TARGET_REASON_CODES, REFUSED_AFTER_ATTEMPT];

/**
 * What nobody goes on from, where no message that an operator could read said so. Whoever goes on after
 * another instance has rejected the message, and then crashes, leaves what only that message, sent again,
 * brings to its end.
 */
export function brokenAtRest(world: World): string[] {
  const { deadLetters, keptEver } = world.queues;
  const kept = [...keptEver.filter(({ code = '' }) => !isBlind(code)), ...deadLetters];
  const explained = kept.map(({ body }) => world.factsOf(body).personKey);
  return stuckRecords(world, new Set([...explained, ...world.witness.overtaken]));
}

/**
 * Of a person whose account an administrator removed, a message that came once more after its end may
 * begin anew what nobody is there to finish.
 */
function stuckRecords(world: World, explained: ReadonlySet<string | undefined>): string[] {
  const { directory, personKeyOf, records, wasRemoved } = world;
  const made = directory.users
    .filter(({ userId }) => directory.made.has(userId))
    .map(({ emailAddress }) => personKeyOf(emailAddress));
  return records.all().flatMap(({ personKey, state }) => {
    if (explained.has(personKey) || wasRemoved(personKey)) return [];
    if (state === 'CREATING') return ['a record stays CREATING'];
    const isRejected = state === 'FAILED' && made.includes(personKey);
    return isRejected ? ['a hire was rejected though it had its account'] : [];
  });
}

/** What became of everybody in the end, and the promises that are broken only then. */
export function countEnd(world: World): Omit<Tally, 'fault'> {
  const { events, queues } = world;
  const people = PEOPLE.filter((address) => mustHaveAccount(address, world));
  const without = people.filter((address) => accountsOf(address, world).length === 0);
  const records = people.filter((address) => isOnRecord(address, world));
  const twins = people.flatMap((address) => accountsAt(address, world).slice(1));
  const untold = queues.bodies.filter((body) => !world.isTold(body));
  const broken = [
    ...(queues.letters.size > 0 ? ['a message never ends'] : []),
    ...(untold.length > 0 ? ['a message has no event'] : []),
    ...(without.length > 0 ? ['somebody has no account'] : []),
    ...(twins.length > 0 ? ['somebody has two accounts'] : []),
    ...(records.length < people.length ? ['an account is on no record'] : []),
    ...queues.bodies.flatMap((body) => aboutBeyondDirectory(body, world)),
    ...stuckRecords(world, new Set()),
  ];
  return {
    injected: 0,
    people: people.length,
    accounts: people.flatMap((address) => accountsOf(address, world)).length,
    records: records.length,
    events: new Set(events.map(({ id }) => id)).size,
    lost: queues.letters.size + untold.length + without.length,
    doubled: twins.length,
    broken,
  };
}

/** An operator was told of a hire that the directory cannot serve, and it was not served in part. */
function aboutBeyondDirectory(body: string, world: World): string[] {
  if (!world.isBeyondDirectory(body)) return [];
  const isRejected = world.queues.keptEver.some(
    (kept) => kept.body === body && BEYOND_DIRECTORY_CODES.includes(kept.code ?? ''),
  );
  const isDone = world.events.some(
    (event) => event.type === 'joiner.user.provisioned.v1' && world.isAbout(event, body),
  );
  return isRejected && !isDone ? [] : ['a hire that the directory cannot serve was not rejected'];
}

/**
 * Whoever was asked for, unless people did what leaves the hire to people: an account of more rights
 * than any hire asks, or that was removed; several in other letter case, or of one employee id; two
 * employee ids for one address; the user name given to somebody else.
 */
function mustHaveAccount(address: string, world: World): boolean {
  const personKey = world.personKeyOf(address);
  const hires = hiresOf(address, world);
  const accounts = accountsAt(address, world);
  const [employeeId, ...otherIds] = new Set(hires.flatMap((hire) => hire.employeeId ?? []));
  const isSomebodyElses = accounts.some((account) =>
    hires.some((hire) => isAnotherPerson(account, { ...hire, personKey })),
  );
  const mayBeTaken = accounts.every(
    ({ type }) => type === 'APP_USER' || hires.some(({ hire }) => hire.type === 'SUPER_USER'),
  );
  return (
    hires.length > 0 &&
    otherIds.length === 0 &&
    !isSomebodyElses &&
    mayBeTaken &&
    !world.wasRemoved(personKey) &&
    !isAmbiguous(address, employeeId, world) &&
    !isNameTaken(address, employeeId, world)
  );
}

/** Those that the directory can serve. */
function hiresOf(address: string, world: World) {
  return world.queues.bodies.flatMap((body) => {
    const reading = readMessage(body);
    const isOfPerson = reading.kind === 'hire' && reading.hire.emailAddress === address;
    return isOfPerson && !world.isBeyondDirectory(body) ? [reading] : [];
  });
}

function isAmbiguous(address: string, employeeId: string | undefined, world: World): boolean {
  const { made, users } = world.directory;
  const spelled = accountsAt(address, world);
  const noted = users.filter((user) => employeeId !== undefined && user.employeeId === employeeId);
  return (
    (spelled.length > 1 && spelled.every(({ userId }) => !made.has(userId))) ||
    (noted.length > 1 && noted.every(({ emailAddress }) => emailAddress !== address))
  );
}

/** By somebody at another address, whom nothing says to be this person all the same. */
function isNameTaken(address: string, employeeId: string | undefined, world: World): boolean {
  return world.directory.users.some(
    (user) =>
      isSame(user.userName ?? '', address) &&
      !isSame(user.emailAddress, address) &&
      (employeeId === undefined || user.employeeId !== employeeId),
  );
}

function isOnRecord(address: string, world: World): boolean {
  const account = accountOnRecord(address, world);
  const record = world.records.of(world.personKeyOf(address));
  return record !== undefined && account !== undefined && world.isAccountOf(account, record);
}

/** At the address, or else elsewhere, where the directory itself says whose it is. */
function accountsOf(address: string, world: World): readonly KeptUser[] {
  const atAddress = accountsAt(address, world);
  const onRecord = accountOnRecord(address, world);
  return atAddress.length > 0 || !onRecord ? atAddress : [onRecord];
}

function accountsAt(address: string, { directory }: World): readonly KeptUser[] {
  return directory.users.filter(({ emailAddress }) => isSame(emailAddress, address));
}

function accountOnRecord(address: string, world: World): KeptUser | undefined {
  const record = world.records.of(world.personKeyOf(address));
  const userId = record?.state === 'PROVISIONED' ? record.userId : undefined;
  return world.directory.users.find((user) => user.userId === userId);
}
