import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Policy } from '../../../src/contracts/policy.ts';
import { isPersonKey } from '../../../src/provisioning/digests.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import { TEST_SECRET } from '../../support/engine/digests.ts';
import { createManualClock, type ManualClock } from '../../support/time/manual-clock.ts';
import {
  createMemoryDirectory,
  type DirectoryKind,
  type DirectoryState,
  type KeptUser,
  type MemoryDirectory,
} from '../in-memory/memory-directory.ts';
import { createMemoryTable, type MemoryTable, textOfItem } from '../in-memory/memory-table.ts';
import { createRecords } from '../in-memory/records.ts';
import { textOnce } from '../in-memory/text-once.ts';
import { createMessageFacts } from '../message-facts.ts';
import type { KeptMessage, PublishedEvent, View } from '../view.ts';
import { type DeliveredMessage, deliver } from './delivery.ts';
import type { Engine } from './engine.ts';
import {
  createReassigning,
  type Decision,
  type Reassigning,
  textOfDecision,
} from './reassigning.ts';
import type { Actor } from './resumable.ts';
import {
  type Copy,
  createWaiting,
  textOfWaiting,
  type Waiting,
  type WaitingState,
} from './waiting.ts';

/** When the messages of a scenario are sent. */
export const FIRST_MORNING_MS = Date.parse('2026-03-02T08:00:00Z');

export const WIDE_POLICY: Policy = {
  allowedUserTypes: ['APP_USER', 'SUPER_USER'],
  allowedApiAccessPrincipalArns: [],
  allowedEmailDomains: ['*'],
  acceptedEventTypes: [],
  singleName: 'reject',
};

/** A message of the new-hire queue. */
export interface QueuedMessage {
  /** As it first came; a redrive gives it another. */
  readonly messageId: string;
  readonly body: string;
  readonly policy: Policy;
  /** The first morning unless given. */
  readonly sentAtMs?: number;
}

/** What has gone out to queues, in no order. A repetition changes nothing. */
interface Sent {
  readonly published: ReadonlyMap<string, PublishedEvent>;
  readonly kept: ReadonlyMap<string, KeptMessage>;
  /** First ids of the messages that are gone from their queue. */
  readonly deleted: ReadonlySet<string>;
  /** When the messages that were delivered were sent, by the ids that they had then. */
  readonly sentAtMs: ReadonlyMap<string, number>;
}

/** The simulation at one moment. A moment is never changed, only replaced. */
export interface Moment {
  readonly nowMs: number;
  readonly items: MemoryTable['items'];
  readonly directory: DirectoryState;
  readonly sent: Sent;
  readonly erasure: Erasure;
  readonly waiting: WaitingState;
  readonly decision: Decision;
}

/** What an operator who erases the person has before them, and has done. */
interface Erasure {
  readonly shown?: UserRecord;
  readonly erased: ReadonlySet<string>;
}

type ItemKind = 'records' | 'pointers';

export interface Simulation {
  readonly clock: ManualClock;
  readonly directory: MemoryDirectory;
  /** Hires that wait for their day, the sweep, and an operator who cancels. */
  readonly waiting: Waiting;
  /** What the promises are about, where these are all the messages that were sent. */
  view(messages: readonly QueuedMessage[]): View;
  records(): readonly UserRecord[];
  /** The record of the person that the message is about. */
  recordOf(message: QueuedMessage): UserRecord | undefined;
  /** Accounts at the address of the message, and those made for, or noted with, its employee id. */
  accountsOf(
    message: QueuedMessage,
  ): Readonly<Record<'atAddress' | 'ofEmployee', readonly KeptUser[]>>;
  /** Ids of the events that were published. */
  eventIds(): ReadonlySet<string>;
  isDeleted(message: QueuedMessage): boolean;
  /** One delivery of the message, under the id that it has now, all its effects through the actor. */
  deliver(
    message: QueuedMessage,
    messageId: string,
    actor: Actor,
    sentAtMs?: number,
  ): Promise<void>;
  /** What the call does to the simulation if its client sends it twice. */
  sentTwice(perform: () => Promise<unknown>): Promise<unknown>;
  /** Copies of hires that have waited, as messages. */
  copies(): readonly QueuedMessage[];
  /** One delivery of the copy that the sweep has sent as the nth, from 0. */
  deliverCopy(nth: number, actor: Actor): Promise<void>;
  /** The record that an operator was shown, once it was settled. */
  shown(): UserRecord | undefined;
  /** Shows an operator the person's record, as soon as it is settled. */
  show(): void;
  /** Erases the person, if the record is the one that was shown. */
  erase(): Promise<void>;
  /** Whether DynamoDB may delete an item of these: it has expired. Pointers of employee ids are the others. */
  hasExpired(kind: ItemKind): boolean;
  /** Deletes those items, as DynamoDB does at some time after they have expired. */
  deleteExpired(kind: ItemKind): void;
  /** An operator who gives a record to another employee id. */
  readonly reassigning: Reassigning;
  moment(): Moment;
  putBack(moment: Moment): void;
}

/** Everything that a delivery touches, in memory, each effect one step of a schedule. */
export function createSimulation(
  engine: Engine,
  directoryKind: Partial<DirectoryKind> = {},
  {
    endsInTime = false,
    recordDays,
  }: { readonly endsInTime?: boolean | undefined; readonly recordDays?: number | undefined } = {},
): Simulation {
  const clock = createManualClock(FIRST_MORNING_MS);
  const table = createMemoryTable();
  const users = { client: table.client, tableName: 'users' };
  const store = engine.createUsersTable(users);
  const records = createRecords(table);
  const directory = createMemoryDirectory(clock, directoryKind);
  const waiting = createWaiting(engine, clock, records);
  const digests = engine.createDigests(TEST_SECRET, directory.id);
  const { factsOf, personKeyOf, employeeKeyOf } = createMessageFacts({
    target: directory,
    policy: WIDE_POLICY,
  });
  let sent: Sent = {
    published: new Map(),
    kept: new Map(),
    deleted: new Set(),
    sentAtMs: new Map(),
  };
  let erasure: Erasure = { erased: new Set() };
  const reassigning = createReassigning(engine, { clock, users, digests, directory, personKeyOf });

  const personKeyIn = ({ body }: QueuedMessage) => factsOf(body).personKey ?? '';
  const recordOf = (message: QueuedMessage) => records.of(personKeyIn(message));
  const noteSent = (messageId: string, atMs: number) => {
    sent = { ...sent, sentAtMs: new Map(sent.sentAtMs).set(messageId, atMs) };
  };
  const publish = (
    { messageId, body }: QueuedMessage,
    events: readonly CompletionEvent[],
    sawOtherAddress: boolean,
  ) => {
    const published = new Map(sent.published);
    for (const event of events)
      published.set(JSON.stringify([event, messageId, sawOtherAddress]), {
        event,
        bodies: [body],
        sawOtherAddress,
        ...(event.type === 'joiner.user.scheduled.v1' && { accountsThen: directory.made.size }),
      });
    sent = { ...sent, published };
  };
  const keep = (messages: readonly KeptMessage[]) => {
    const kept = messages.map((one) => [JSON.stringify(one), one] as const);
    sent = { ...sent, kept: new Map([...sent.kept, ...kept]) };
  };
  const expiredOf = (kind: ItemKind) =>
    [...table.items.keys()].filter(
      (key) =>
        isPersonKey(key) === (kind === 'records') &&
        Number(table.items.get(key)?.['expiresAt']?.N) * 1_000 <= clock.now(),
    );
  const isDeleted = ({ messageId }: QueuedMessage) => sent.deleted.has(messageId);
  const hasAccount = (message: QueuedMessage) => {
    const now = recordOf(message);
    return (
      now?.state === 'PROVISIONED' && directory.users.some(({ userId }) => userId === now.userId)
    );
  };
  const hasLooseAccount = (message: QueuedMessage) =>
    directory.users
      .map(asCreated)
      .some(
        ({ userId, emailAddress }) =>
          directory.made.has(userId) && personKeyOf(emailAddress) === personKeyIn(message),
      ) && recordOf(message)?.state !== 'PROVISIONED';

  /** @param given what is delivered: the same message, under the id that it has now */
  const deliverAs = (
    message: () => QueuedMessage,
    given: () => DeliveredMessage,
    actor: Actor,
  ): Promise<void> =>
    deliver(given, actor, {
      recordDays,
      endsInTime,
      provisionBatch: engine.provisionBatch,
      digests,
      store,
      scheduledHires: waiting.scheduledHires,
      directory,
      hasAccount: () => hasAccount(message()),
      hasLooseAccount: () => hasLooseAccount(message()),
      nowMs: clock.now,
      publish: (events, sawOtherAddress) => publish(message(), events, sawOtherAddress),
      keep: (failures) => keep(failures.map((one) => ({ ...one, body: message().body }))),
      remove: () => {
        sent = { ...sent, deleted: new Set([...sent.deleted, message().messageId]) };
      },
    });

  return {
    clock,
    directory,
    records: records.all,
    recordOf,
    accountsOf(message) {
      const { personKey, employeeId } = factsOf(message.body);
      return {
        atAddress: directory.users.filter(
          (user) => personKeyOf(asCreated(user).emailAddress) === personKey,
        ),
        ofEmployee: directory.users.filter(
          ({ userId, madeFor, employeeId: noted }) =>
            employeeId !== undefined &&
            !reassigning.state().given.has(userId) &&
            [madeFor, noted].includes(employeeId),
        ),
      };
    },
    waiting,
    view: (messages) => ({
      // A hire without a date is due at once, whatever had waited.
      nowMs: waiting.isAskedAgain ? Number.POSITIVE_INFINITY : clock.now(),
      isCancelled: waiting.cancellation.isConfirmed === true,
      records: records.all(),
      accounts: directory.users.map(asCreated),
      gone: directory.gone,
      made: directory.made,
      erased: erasure.erased,
      given: reassigning.state().given,
      events: [...sent.published.values()],
      kept: [...sent.kept.values()],
      sent: messages.map(({ body }) => body),
      waiting: messages.filter((message) => !isDeleted(message)).map(({ body }) => body),
      deleted: messages.filter(isDeleted).map(({ body }) => body),
      sentAtMsOf: (messageId) => sent.sentAtMs.get(messageId),
      factsOf,
      personKeyOf,
      employeeKeyOf,
    }),
    eventIds: () => new Set([...sent.published.values()].map(({ event }) => event.id)),
    isDeleted,
    shown: () => erasure.shown,
    show() {
      const [shown] = records.all();
      if (!shown) return;
      clock.set(Math.max(clock.now(), engine.settledAtMsOf(shown, directory)));
      erasure = { ...erasure, shown };
    },
    async erase() {
      const { shown } = erasure;
      if (!shown) return;
      const { kind } = await engine.eraseRecord(users, shown, new AbortController().signal);
      if (kind === 'erased') erasure = { erased: new Set([shown.personKey]) };
    },
    async sentTwice(perform) {
      table.arrivesTwice = true;
      directory.arrivesTwice = true;
      try {
        return await perform();
      } finally {
        table.arrivesTwice = false;
        directory.arrivesTwice = false;
      }
    },
    hasExpired: (kind) => expiredOf(kind).length > 0,
    deleteExpired(kind) {
      const items = new Map(table.items);
      for (const key of expiredOf(kind)) items.delete(key);
      table.items = items;
    },
    moment: () => ({
      nowMs: clock.now(),
      items: table.items,
      directory: directory.state(),
      sent,
      erasure,
      waiting: waiting.state(),
      decision: reassigning.state(),
    }),
    putBack(moment) {
      clock.set(moment.nowMs);
      table.items = moment.items;
      directory.putBack(moment.directory);
      sent = moment.sent;
      erasure = moment.erasure;
      waiting.putBack(moment.waiting);
      reassigning.putBack(moment.decision);
    },
    reassigning,

    copies: () => waiting.copies.map(messageOf),
    deliver(message, messageId, actor, sentAtMs = message.sentAtMs ?? FIRST_MORNING_MS) {
      const copy = waiting.copies.find((one) => one.messageId === message.messageId);
      noteSent(messageId, copy?.dueAtMs ?? sentAtMs);
      const { body, policy } = message;
      const given = { messageId, body, policy, sentAtMs, ...(copy && attributesOf(copy)) };
      return deliverAs(
        () => message,
        () => given,
        actor,
      );
    },
    deliverCopy(nth, actor) {
      const copy = () => waiting.copies[nth] as Copy;
      const given = () => {
        const { messageId, sentAtMs, dueAtMs } = copy();
        noteSent(messageId, dueAtMs);
        return { ...messageOf(copy()), sentAtMs, ...attributesOf(copy()) };
      };
      return deliverAs(() => messageOf(copy()), given, actor);
    },
  };
}

/** What the message attributes of a copy say. A redrive keeps them. */
function attributesOf({ askedAtMs, dueAtMs }: Copy) {
  return { askedAtMs, releasedForMs: dueAtMs };
}

function messageOf({ messageId, body }: Copy): QueuedMessage {
  return { messageId, body, policy: WIDE_POLICY };
}

/** The promises are about the person whose account it is, whatever its address is by now. */
function asCreated(user: KeptUser): KeptUser {
  const { formerAddress } = user;
  return formerAddress === undefined ? user : { ...user, emailAddress: formerAddress };
}

/** The moment as a text: equal for two moments exactly if no later step can distinguish them. */
export function textOfMoment(moment: Moment): string {
  const { nowMs, items, directory, sent, erasure, decision, waiting } = moment;
  const records = [...items.values()].map(textOfItem);
  return [
    nowMs,
    ...records,
    textOfDirectory(directory),
    textOfSent(sent),
    textOfErasure(erasure),
    textOfWaiting(waiting),
    textOfDecision(decision),
  ].join('\n');
}

const textOfDirectory = textOnce((directory: DirectoryState) => JSON.stringify(directory));

const textOfSent = textOnce(({ published, kept, deleted, sentAtMs }: Sent) => {
  const times = [...sentAtMs].map((one) => one.join(' '));
  return [...published.keys(), ...kept.keys(), ...deleted, ...times].sort().join('\n');
});

const textOfErasure = textOnce(({ shown, erased }: Erasure) => {
  const { state, attempts, firstAttemptAtMs, employeeKey } = shown ?? {};
  return JSON.stringify([state, attempts, firstAttemptAtMs, employeeKey, ...erased]);
});
