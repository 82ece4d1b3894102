import { readMessage } from '../../src/contracts/message.ts';
import type { Tally } from '../prove/tally.ts';
import { PEOPLE } from './hiring.ts';
import { isBlind } from './witness.ts';
import type { World } from './world.ts';

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
  const twins = people.flatMap((address) => accountsOf(address, world).slice(1));
  const untold = queues.bodies.filter((body) => !world.isTold(body));
  const broken = [
    ...(queues.letters.size > 0 ? ['a message never ends'] : []),
    ...(untold.length > 0 ? ['a message has no event'] : []),
    ...(without.length > 0 ? ['somebody has no account'] : []),
    ...(twins.length > 0 ? ['somebody has two accounts'] : []),
    ...(records.length < people.length ? ['an account is on no record'] : []),
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

/**
 * Whoever was asked for, unless people did what leaves the hire to people: an account of more rights
 * than any hire asks, or that was removed; several in other letter case; two employee ids for one
 * address.
 */
function mustHaveAccount(address: string, world: World): boolean {
  const hires = world.queues.bodies.flatMap((body) => {
    const reading = readMessage(body);
    return reading.kind === 'hire' && reading.hire.emailAddress === address ? [reading] : [];
  });
  const employeeIds = hires.flatMap(({ employeeId = [] }) => employeeId);
  const accounts = accountsOf(address, world);
  const isSomebodyElses = accounts.some(
    ({ employeeId }) => employeeId !== undefined && employeeIds.some((id) => id !== employeeId),
  );
  const mayBeTaken = accounts.every(
    ({ type }) => type === 'APP_USER' || hires.some(({ hire }) => hire.type === 'SUPER_USER'),
  );
  const isAmbiguous =
    accounts.length > 1 && accounts.every(({ userId }) => !world.directory.made.has(userId));
  const isOnePerson = new Set(employeeIds).size <= 1 && !isSomebodyElses;
  return (
    hires.length > 0 &&
    !world.wasRemoved(world.personKeyOf(address)) &&
    !isAmbiguous &&
    isOnePerson &&
    mayBeTaken
  );
}

function isOnRecord(address: string, world: World): boolean {
  const record = world.records.of(world.personKeyOf(address));
  return (
    record?.state === 'PROVISIONED' &&
    accountsOf(address, world).some(({ userId }) => userId === record.userId)
  );
}

function accountsOf(address: string, { directory }: World) {
  return directory.users.filter(({ emailAddress }) => emailAddress.toLowerCase() === address);
}
