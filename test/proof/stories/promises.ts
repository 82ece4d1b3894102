import type { CompletionEvent, ProvisionedEvent } from '../../../src/contracts/completion-event.ts';
import { digestOf } from '../../../src/provisioning/digests.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import { isAnotherPerson } from '../../../src/provisioning/states.ts';
import type { World } from './simulation.ts';

/** What must hold at every moment of a story, whatever has failed so far. */
export function createPromises(world: World) {
  const before = new Map<string, UserRecord>();

  /** Answers each promise that is broken now. To be asked after every step. */
  return function brokenPromises(): readonly string[] {
    const broken = [
      ...world.broken,
      ...world.records.all().flatMap((record) => aboutRecord(record, world)),
      ...world.records
        .all()
        .flatMap((record) => aboutChange(before.get(record.personKey), record, world)),
      ...world.directory.users.flatMap((user) => aboutAccount(user, world)),
      ...world.events.flatMap((event) => aboutEvent(event, world)),
      ...aboutEvents(world),
    ];
    for (const record of world.records.all()) before.set(record.personKey, record);
    return [...new Set(broken)];
  };
}

function aboutAccount({ userId, emailAddress }: DirectoryUser, world: World): string[] {
  if (!world.directory.made.has(userId)) return [];
  const personKey = world.personKeyOf(emailAddress);
  const ofPerson = world.directory.users.filter(
    (user) => world.personKeyOf(user.emailAddress) === personKey,
  );
  return otherwise(ofPerson.length === 1, 'two accounts for one person');
}

function aboutRecord(record: UserRecord, world: World): string[] {
  if (record.state !== 'PROVISIONED') return [];
  const account = accountOf(record.userId, world);
  if (!account) return ['the record names an account that never was'];
  return [
    ...otherwise(
      world.isAccountOf(account, record),
      'the record names an account of somebody else',
    ),
    ...otherwise(
      digestOf(account) === record.accountDigest,
      'the actual digest of the record is not the account’s',
    ),
  ];
}

function aboutChange(before: UserRecord | undefined, now: UserRecord, world: World): string[] {
  if (!before || before === now) return [];
  const broken = otherwise(now.attempts >= before.attempts, 'a record forgot an attempt');
  if (before.state !== 'PROVISIONED' || isGone(before.userId, world)) return broken;
  return [...broken, 'a record that was done has changed'];
}

function aboutEvent(event: CompletionEvent, world: World): string[] {
  const bodies = world.queues.bodies.filter((body) => world.isAbout(event, body));
  if (bodies.length === 0) return ['an event is about no message'];
  if (event.type === 'joiner.user.provisioned.v1') return aboutProvisioned(event, bodies, world);
  const { code } = event.data.reason;
  const isKept = world.queues.keptEver.some(
    (kept) => kept.code === code && bodies.includes(kept.body),
  );
  return otherwise(isKept, 'a message was told of before it was kept');
}

function aboutProvisioned(
  { data }: ProvisionedEvent,
  [body = '']: readonly string[],
  world: World,
): string[] {
  const account = accountOf(data.userId, world);
  const { personKey, contentDigest } = world.factsOf(body);
  if (!account) return ['an event names an account that never was'];
  const record = personKey === undefined ? undefined : world.records.of(personKey);
  const isTrue = record?.state === 'PROVISIONED' && record.userId === data.userId;
  return [
    ...otherwise(
      world.isAccountOf(account, { ...data, personKey }),
      'an event names an account of somebody else',
    ),
    ...otherwise(
      !isAnotherPerson(account, { ...data, personKey: personKey ?? '' }),
      'an event names an account that the directory itself knows to be another person’s',
    ),
    ...otherwise(
      isTrue || isGone(data.userId, world),
      'an event names another account than the record',
    ),
    ...otherwise(
      isHonest(data, account, world),
      `an account is called ${data.outcome} that is not`,
    ),
    ...otherwise(
      (digestOf(account) !== contentDigest) === (data.differs === true),
      'an event is wrong about `differs`',
    ),
  ];
}

/**
 * There is no telling an account of ours that the directory does not date, or that was made for another
 * address; nor one that came after one that was removed, and with it the attempts.
 */
function isHonest(
  { outcome, userId, emailAddress }: ProvisionedEvent['data'],
  account: DirectoryUser,
  world: World,
): boolean {
  if (outcome === 'duplicate') return true;
  const isMade = world.directory.made.has(userId);
  if (outcome !== 'existing') return isMade;
  const isEvident = account.createTimeMs !== undefined && account.emailAddress === emailAddress;
  return !isMade || !isEvident || world.wasRemoved(world.personKeyOf(emailAddress));
}

/** What events say together. The account that they name may have been removed, and made anew. */
function aboutEvents({ events }: World): string[] {
  const provisioned = events.filter((event) => event.type === 'joiner.user.provisioned.v1');
  const ofAccount = Map.groupBy(provisioned, ({ data }) => `${data.userId} ${data.emailAddress}`);
  const broken: string[] = [];
  for (const same of Map.groupBy(provisioned, ({ id, data }) => `${id} ${data.userId}`).values())
    broken.push(...otherwise(numberOf(same) === 1, 'one event id with two contents'));
  for (const all of ofAccount.values()) {
    const first = all.filter(({ data }) => data.outcome !== 'duplicate');
    broken.push(
      ...otherwise(new Set(first.map(({ id }) => id)).size <= 1, 'two requests were first'),
    );
  }
  return broken;
}

function numberOf(events: readonly ProvisionedEvent[]): number {
  return new Set(events.map(contentOf)).size;
}

/** A duplicate carries the employee id of its own message, and messages of one request may differ in it. */
function contentOf(event: ProvisionedEvent): string {
  const { employeeId, ...data } = event.data;
  return JSON.stringify(data.outcome === 'duplicate' ? { ...event, data } : event);
}

function accountOf(userId: string, { directory }: World): DirectoryUser | undefined {
  return [...directory.users, ...directory.gone].find((user) => user.userId === userId);
}

function isGone(userId: string, { directory }: World): boolean {
  return directory.gone.some((user) => user.userId === userId);
}

function otherwise(holds: boolean, broken: string): string[] {
  return holds ? [] : [broken];
}
