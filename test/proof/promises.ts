import { TARGET_REASON_CODES } from '../../src/provisioning/check-target.ts';
import { isPersonKey } from '../../src/provisioning/digests.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { UserRecord } from '../../src/provisioning/record.ts';
import {
  accountDigestOf,
  lookAt,
  type Provisioned,
  type PublishedEvent,
  type Seen,
  type View,
} from './view.ts';

type IsBroken = (seen: Seen) => boolean;

/**
 * What holds at every moment, whatever has failed so far. Each promise stands by the sentence that
 * says it is broken.
 */
const PROMISES: Readonly<Record<string, IsBroken>> = {
  'two accounts for one person': ({ accounts, made, personKeyOf }) =>
    isAnyGroup(
      accounts,
      ({ emailAddress }) => personKeyOf(emailAddress),
      (ofPerson) => ofPerson.length > 1 && ofPerson.some(({ userId }) => made.has(userId)),
    ),

  'two accounts for one employee': ({ accounts, made, done, given, employeeKeyOf }) => {
    const owned = accounts.flatMap((account) => {
      const { userId, madeFor } = account;
      const holders = done.flatMap(({ record }) =>
        record.userId === userId ? (record.employeeKey ?? []) : [],
      );
      const keys = new Set([
        ...holders,
        ...(madeFor === undefined || given.has(userId) ? [] : [employeeKeyOf(madeFor)]),
      ]);
      return [...keys].map((employeeKey) => ({ employeeKey, userId }));
    });
    return isAnyGroup(
      owned,
      ({ employeeKey }) => employeeKey,
      (ofEmployee) => ofEmployee.length > 1 && ofEmployee.some(({ userId }) => made.has(userId)),
    );
  },
  'two accounts are reported of one employee': ({ provisioned, isGone, given }) =>
    isAnyGroup(
      provisioned.filter(
        ({ event: { data } }) =>
          data.employeeId !== undefined && !isGone(data.userId) && !given.has(data.userId),
      ),
      ({ event: { data } }) => data.employeeId ?? '',
      (ofEmployee) => countOf(ofEmployee, accountOf) > 1,
    ),

  'a record names an account that never was': ({ done }) =>
    done.some(({ account }) => account === undefined),
  'a record names the account of another person': ({ done, isAccountOf }) =>
    done.some(({ account, record }) => account && !isAccountOf(account, record)),
  'the account digest of a record is not that of its account': ({ done }) =>
    done.some(
      ({ account, record }) => account && accountDigestOf(account) !== record.accountDigest,
    ),

  'an event is about no message': ({ events }) => events.some(({ bodies }) => bodies.length === 0),
  'an event names an account that never was': ({ provisioned }) =>
    provisioned.some(({ account }) => account === undefined),
  'an event names the account of another person': ({ provisioned, isAccountOf }) =>
    provisioned.some(({ facts, account }) => account && !isAccountOf(account, facts)),
  'an event names an account that the directory itself knows to be another person’s': ({
    provisioned,
  }) =>
    provisioned.some(
      ({ event: { data }, facts, account }) =>
        account && isNotedForAnother(account, { ...data, personKey: facts.personKey }),
    ),
  'an event names another account than the record': ({ provisioned, done, isGone, erased }) =>
    provisioned.some(
      ({ event: { data }, facts }) =>
        !isGone(data.userId) &&
        !erased.has(facts.personKey ?? '') &&
        !done.some(
          ({ record }) => record.personKey === facts.personKey && record.userId === data.userId,
        ),
    ),
  'an account is called created that is not': ({ provisioned, made }) =>
    isAnyNotMade('created', provisioned, made),
  'an account is called recovered that is not': ({ provisioned, made }) =>
    isAnyNotMade('recovered', provisioned, made),
  'an account is called existing that is not': ({ provisioned, made, goneOf, erased }) =>
    provisioned.some(
      ({ event: { data }, facts, account }) =>
        data.outcome === 'existing' &&
        made.has(data.userId) &&
        // An account of ours without a date, or in other letter case, looks like any other.
        account?.createTimeMs !== undefined &&
        account.emailAddress === data.emailAddress &&
        // A record that was reopened after its account had gone has forgotten the attempts before.
        goneOf(facts.personKey).length === 0 &&
        !erased.has(facts.personKey ?? ''),
    ),
  'an event is wrong about `differs`': ({ provisioned }) =>
    provisioned.some(
      ({ event: { data }, facts, account }) =>
        account && (accountDigestOf(account) !== facts.contentDigest) !== (data.differs === true),
    ),
  'an event is wrong about the manager': ({ provisioned }) =>
    provisioned.some(
      ({ event: { data }, bodies, account }) =>
        account &&
        bodies.some((body) => body.includes('"manager"')) &&
        (account.profile?.manager === undefined) !== (data.pending !== undefined),
    ),

  'one event id with two contents': (seen) =>
    isAnyGroup(
      seen.events,
      ({ event }) => event.id,
      (same) => countOf(same, (one) => contentOf(one, seen)) > 1,
    ),
  'two requests were first': (seen) =>
    isAnyGroup(remembered(seen).filter(isFirst), accountOf, (firsts) => countOf(firsts, idOf) > 1),
  'a request takes the place of another that asked differently': (seen) =>
    isAnyGroup(
      remembered(seen).filter(isFirst),
      accountOf,
      (firsts) => countOf(firsts, requestOf) > 1,
    ),
  'a request is called a duplicate of itself': (seen) =>
    isAnyGroup(remembered(seen), accountOf, (all) => {
      const firsts = all.filter(isFirst).map(requestOf);
      return all.some((one) => !isFirst(one) && firsts.includes(requestOf(one)));
    }),
  'two people share an account': ({ provisioned, given }) =>
    isAnyGroup(provisioned, accountOf, (all) => {
      if (given.has(all[0].event.data.userId)) return false;
      const employees = all.flatMap(({ event }) => event.data.employeeId ?? []);
      return new Set(employees).size > 1;
    }),

  'a hire was rejected though it had its account': ({ kept }) =>
    kept.some(({ code, despiteAccount }) => despiteAccount && isBlind(code)),
  'a failure was published before its message was kept': ({ events, kept }) =>
    events.some(
      ({ event: { data }, bodies }) =>
        'reason' in data &&
        !kept.some(({ body, code }) => code === data.reason.code && bodies.includes(body)),
    ),
  'a duplicate is reported of an account at another address': ({ events }) =>
    events.some(
      ({ event, sawOtherAddress }) =>
        event.type === 'joiner.user.provisioned.v1' && sawOtherAddress === true,
    ),
  'an account that was deleted is made again for a message from before': ({
    records,
    sentAtMsOf,
  }) =>
    records.some(
      ({ state, goneSeenAtMs, messageId }) =>
        state === 'CREATING' &&
        goneSeenAtMs !== undefined &&
        (sentAtMsOf(messageId) ?? 0) <= goneSeenAtMs,
    ),
  'an account is made before its day': ({ events, made, nowMs = 0 }) => {
    const told = events.flatMap(({ event, accountsThen = 0 }) =>
      event.type === 'joiner.user.scheduled.v1' ? [{ event, accountsThen }] : [],
    );
    const last = told
      .map(({ event }) => event.time)
      .sort()
      .at(-1);
    return told.some(
      ({ event: { time, data }, accountsThen }) =>
        time === last && Date.parse(data.dueAt) > nowMs && made.size > accountsThen,
    );
  },
  'an account is made after its hire was cancelled': ({ isCancelled, made }) =>
    isCancelled === true && made.size > 0,
  'an account is made before the day of every hire of its person': ({
    accounts,
    made,
    asked = [],
    dueAtMsOf,
    factsOf,
    personKeyOf,
  }) =>
    accounts.some(({ userId, emailAddress, createTimeMs }) => {
      if (!made.has(userId) || createTimeMs === undefined) return false;
      const hires = asked.filter(
        ({ body, askedAtMs }) =>
          askedAtMs <= createTimeMs && factsOf(body).personKey === personKeyOf(emailAddress),
      );
      return hires.length > 0 && hires.every(({ body }) => (dueAtMsOf?.(body) ?? 0) > createTimeMs);
    }),
  'an account is made after every hire of its person was cancelled': ({
    accounts,
    made,
    asked = [],
    cancellations = [],
    dueAtMsOf,
    factsOf,
    personKeyOf,
  }) =>
    accounts.some(({ userId, emailAddress }) => {
      const personKey = personKeyOf(emailAddress);
      if (!made.has(userId)) return false;
      const hires = asked.filter(({ body }) => factsOf(body).personKey === personKey);
      return cancellations.some(
        (one) =>
          one.personKey === personKey &&
          !one.accountsThen.includes(userId) &&
          hires.every(
            ({ body, askedAtMs }) => askedAtMs <= one.atMs && dueAtMsOf?.(body) !== undefined,
          ),
      );
    }),
  'a message ends without an event': ({ deleted, hasEvent }) =>
    deleted.some((body) => !hasEvent(body)),
};

/** Every promise that is broken at this moment. */
export function brokenPromises(view: View): readonly string[] {
  const seen = lookAt(view);
  return Object.keys(PROMISES).filter((sentence) => PROMISES[sentence]?.(seen));
}

/** What became, in the end, of a person who must have an account. */
export interface PersonAtEnd {
  /** At the person's address, or on their record. */
  readonly accounts: number;
  /** Whether the record says PROVISIONED and names an account that is there. */
  readonly isOnRecord: boolean;
}

/** Every promise that is broken once all messages were delivered with nothing in their way. */
export function brokenEnd(view: View, people: readonly PersonAtEnd[]): readonly string[] {
  const { waiting, sent, hasEvent } = lookAt(view);
  return [
    ...brokenPromises(view),
    ...when(waiting.length > 0, 'a message never ends'),
    ...when(!sent.every(hasEvent), 'a message ends without an event'),
    ...when(
      people.some(({ isOnRecord }) => !isOnRecord),
      'a hire ends without an account on record',
    ),
    ...when(
      people.some(({ accounts }) => accounts > 1),
      'two accounts for one person',
    ),
  ];
}

/**
 * Records that no message is left to finish. An administrator who removed the account excuses its
 * record: a message that came once more after its end may have begun what no other message
 * finishes.
 */
export function stuckRecords(
  view: View,
  isExcused: (record: UserRecord) => boolean = () => false,
): readonly string[] {
  const { records, accounts, made, personKeyOf } = view;
  const { goneOf } = lookAt(view);
  const stuck = records.filter(
    (record) => !isExcused(record) && goneOf(record.personKey).length === 0,
  );
  const ofOurMaking = accounts
    // What an administrator disabled, an operator decides.
    .filter(({ userId, status }) => made.has(userId) && status !== 'DISABLED')
    .map(({ emailAddress }) => personKeyOf(emailAddress));
  return [
    ...when(
      // Where no attempt has called the directory, nothing is unfinished.
      stuck.some(
        (record) =>
          record.state === 'CREATING' && record.attemptsWithoutAccount !== record.attempts,
      ),
      'a record stays CREATING',
    ),
    ...when(
      stuck.some(({ state, personKey }) => state === 'FAILED' && ofOurMaking.includes(personKey)),
      'a record says FAILED, and its account is there',
    ),
  ];
}

const BLIND: readonly string[] = [
  'refused-by-target',
  'account-gone',
  'outside-policy',
  'event-type-not-accepted',
  'attribute-value-not-allowed',
  'invalid-message',
  ...TARGET_REASON_CODES,
];

/** A rejection that says that there is no account. The others ask an operator to look. */
export function isBlind(code: string): boolean {
  return BLIND.includes(code);
}

/** Whether the directory itself notes that the account is another employee's, or another person's. */
export function isNotedForAnother(
  { employeeId: noted }: DirectoryUser,
  {
    employeeId,
    personKey,
  }: { readonly employeeId?: string; readonly personKey?: string | undefined },
): boolean {
  if (noted === undefined || noted === personKey) return false;
  return employeeId === undefined ? isPersonKey(noted) : noted !== employeeId;
}

function isAnyNotMade(
  outcome: string,
  provisioned: Seen['provisioned'],
  made: Seen['made'],
): boolean {
  return provisioned.some(
    ({ event: { data } }) => data.outcome === outcome && !made.has(data.userId),
  );
}

/** An erased person's next request is first again. */
function remembered({ provisioned, erased }: Seen): readonly Provisioned[] {
  return provisioned.filter(({ facts }) => !erased.has(facts.personKey ?? ''));
}

function isFirst({ event }: Provisioned): boolean {
  return event.data.outcome !== 'duplicate';
}

function idOf({ event }: Provisioned): string {
  return event.id;
}

/** What makes a request: two messages with the same key, content and employee id are one. */
function requestOf({ facts: { requestKey, contentDigest, employeeId } }: Provisioned): string {
  return `${requestKey} ${contentDigest} ${employeeId}`;
}

function accountOf({ event }: Provisioned): string {
  return event.data.userId;
}

/**
 * What every repetition of an event says again: all of it, but for the time of a failure, or of a record
 * that was erased.
 */
function contentOf({ event, bodies }: PublishedEvent, { erased, factsOf }: Seen): string {
  const isTimeKept =
    event.type === 'joiner.user.provisioned.v1' &&
    !bodies.some((body) => erased.has(factsOf(body).personKey ?? ''));
  return JSON.stringify(isTimeKept ? event : event.data);
}

function isAnyGroup<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
  isBroken: (group: readonly [Thing, ...Thing[]]) => boolean,
): boolean {
  const groups = Map.groupBy(things, keyOf).values();
  return [...groups].some((group) => isBroken(group as [Thing, ...Thing[]]));
}

function countOf<Thing>(things: readonly Thing[], partOf: (thing: Thing) => unknown): number {
  return new Set(things.map(partOf)).size;
}

function when(isBroken: boolean, sentence: string): readonly string[] {
  return isBroken ? [sentence] : [];
}
