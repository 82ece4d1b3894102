import type { Policy } from '../../../src/contracts/policy.ts';
import { isPersonKey } from '../../../src/provisioning/digests.ts';
import { hasAccount as hasAccountOnRecord } from '../../../src/provisioning/has-account.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import { TEST_SECRET } from '../../support/engine/digests.ts';
import { groupRulesWith } from '../../support/engine/group-rules.ts';
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
import type { View } from '../view.ts';
import { type Budget, type BudgetState, createBudget, textOfBudget } from './budget.ts';
import { type DeliveredMessage, deliver } from './delivery.ts';
import type { Engine } from './engine.ts';
import { createErasing, type Erasing, type Erasure, textOfErasure } from './erasing.ts';
import { createOutbox, type Sent, textOfSent } from './outbox.ts';
import type { QueuedMessage } from './queued-message.ts';
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

/** The simulation at one moment. A moment is never changed, only replaced. */
export interface Moment {
  readonly nowMs: number;
  readonly items: MemoryTable['items'];
  readonly directory: DirectoryState;
  readonly sent: Sent;
  readonly erasure: Erasure;
  readonly waiting: WaitingState;
  readonly decision: Decision;
  readonly budget: BudgetState;
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
  /** Deliveries of these messages one after the other, by one instance. */
  deliverInTurn(messages: readonly QueuedMessage[], actor: Actor): Promise<void>;
  /** The budget of first creations, where they have a limit. */
  readonly budget: Budget;
  /** What the call does to the simulation if its client sends it twice. */
  sentTwice(perform: () => Promise<unknown>): Promise<unknown>;
  /** Copies of hires that have waited, as messages. */
  copies(): readonly QueuedMessage[];
  /** One delivery of the copy that the sweep has sent as the nth, from 0. */
  deliverCopy(nth: number, actor: Actor): Promise<void>;
  /** An operator who erases the person. */
  readonly erasing: Erasing;
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
    grantsToExisting = false,
    creationsPerHour,
  }: {
    readonly endsInTime?: boolean | undefined;
    readonly recordDays?: number | undefined;
    readonly grantsToExisting?: boolean | undefined;
    readonly creationsPerHour?: number | undefined;
  } = {},
): Simulation {
  const clock = createManualClock(FIRST_MORNING_MS);
  const table = createMemoryTable();
  const users = { client: table.client, tableName: 'users' };
  const store = engine.createUsersTable(users);
  const records = createRecords(table);
  const directory = createMemoryDirectory(clock, directoryKind);
  const waiting = createWaiting(engine, clock, records);
  const digests = engine.createDigests(TEST_SECRET, directory.id);
  const { factsOf, groupsOf, personKeyOf, employeeKeyOf } = createMessageFacts({
    target: directory,
    policy: WIDE_POLICY,
  });
  const groupRules = groupRulesWith({ grantToExisting: grantsToExisting });
  const outbox = createOutbox();
  const budget = createBudget(engine, creationsPerHour, { table, directory, records });
  const erasing = createErasing(engine, { clock, users, directory, records: records.all });
  const reassigning = createReassigning(engine, { clock, users, digests, directory, personKeyOf });

  const personKeyIn = ({ body }: QueuedMessage) => factsOf(body).personKey ?? '';
  const recordOf = (message: QueuedMessage) => records.of(personKeyIn(message));
  const expiredOf = (kind: ItemKind) =>
    [...table.items.keys()].filter(
      (key) =>
        isPersonKey(key) === (kind === 'records') &&
        Number(table.items.get(key)?.['expiresAt']?.N) * 1_000 <= clock.now(),
    );
  const isDeleted = ({ messageId }: QueuedMessage) => outbox.state().deleted.has(messageId);
  const hasAccount = (message: QueuedMessage) => {
    const now = recordOf(message);
    return hasAccountOnRecord(now) && directory.users.some(({ userId }) => userId === now.userId);
  };
  /** What HR asks for after the decision is another hire, at another address. */
  const cancelledOf = (messages: readonly QueuedMessage[]) => {
    const { isConfirmed = false, shown, writtenAtMs = 0 } = waiting.cancellation;
    const isAskedSince = messages.some(({ sentAtMs = FIRST_MORNING_MS }) => sentAtMs > writtenAtMs);
    return {
      isCancelled: isConfirmed && !isAskedSince,
      ...(isConfirmed && shown && { cancelledPersonKey: shown.personKey }),
    };
  };
  const hasLooseAccount = (message: QueuedMessage) =>
    directory.users
      .map(asCreated)
      .some(
        ({ userId, emailAddress }) =>
          directory.made.has(userId) && personKeyOf(emailAddress) === personKeyIn(message),
      ) && !hasAccountOnRecord(recordOf(message));

  /** @param given what is delivered: the same message, under the id that it has now */
  const deliverAs = (
    message: () => QueuedMessage,
    given: () => DeliveredMessage,
    actor: Actor,
    creationPlaces = budget.placesFor(actor),
  ): Promise<void> =>
    deliver(given, actor, {
      recordDays,
      groupRules,
      creationPlaces,
      endsInTime,
      provisionBatch: engine.provisionBatch,
      digests,
      store,
      scheduledHires: waiting.scheduledHires,
      directory: { ...directory, create: budget.create },
      hasAccount: () => hasAccount(message()),
      hasLooseAccount: () => hasLooseAccount(message()),
      nowMs: clock.now,
      publish: (events, sawOtherAddress) =>
        outbox.publish(message(), events, {
          sawOtherAddress,
          madeThen: [...directory.made],
        }),
      keep: (failures) => outbox.keep(failures.map((one) => ({ ...one, body: message().body }))),
      remove: () => outbox.remove(message()),
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
      ...cancelledOf(messages),
      ...budget.view(),
      // A hire without a date is due at once, whatever had waited.
      nowMs: waiting.isAskedAgain ? Number.POSITIVE_INFINITY : clock.now(),
      records: records.all(),
      accounts: directory.users.map(asCreated),
      findsEmployees: directory.knowsEmployee !== undefined,
      gone: directory.gone,
      made: directory.made,
      members: directory.state().members,
      groupsOf,
      grantsToExisting,
      erased: erasing.state().erased,
      given: reassigning.state().given,
      events: [...outbox.state().published.values()],
      kept: [...outbox.state().kept.values()],
      sent: messages.map(({ body }) => body),
      waiting: messages.filter((message) => !isDeleted(message)).map(({ body }) => body),
      deleted: messages.filter(isDeleted).map(({ body }) => body),
      sentAtMsOf: (messageId) => outbox.state().sentAtMs.get(messageId),
      factsOf,
      personKeyOf,
      employeeKeyOf,
    }),
    eventIds: () => new Set([...outbox.state().published.values()].map(({ event }) => event.id)),
    isDeleted,
    erasing,
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
      sent: outbox.state(),
      erasure: erasing.state(),
      waiting: waiting.state(),
      decision: reassigning.state(),
      budget: budget.state(),
    }),
    putBack(moment) {
      clock.set(moment.nowMs);
      table.items = moment.items;
      directory.putBack(moment.directory);
      outbox.putBack(moment.sent);
      erasing.putBack(moment.erasure);
      waiting.putBack(moment.waiting);
      reassigning.putBack(moment.decision);
      budget.putBack(moment.budget);
    },
    reassigning,

    copies: () => waiting.copies.map(messageOf),
    deliver(message, messageId, actor, sentAtMs = message.sentAtMs ?? FIRST_MORNING_MS) {
      const copy = waiting.copies.find((one) => one.messageId === message.messageId);
      outbox.note(messageId, copy?.dueAtMs ?? sentAtMs);
      const { body, policy } = message;
      const given = { messageId, body, policy, sentAtMs, ...(copy && attributesOf(copy)) };
      return deliverAs(
        () => message,
        () => given,
        actor,
      );
    },
    budget,
    async deliverInTurn(messages, actor) {
      const places = budget.placesFor(actor);
      for (const message of messages) {
        const { messageId, body, policy, sentAtMs = FIRST_MORNING_MS } = message;
        const given = () => {
          outbox.note(messageId, sentAtMs);
          return { messageId, body, policy, sentAtMs };
        };
        await deliverAs(() => message, given, actor, places);
      }
    },
    deliverCopy(nth, actor) {
      const copy = () => waiting.copies[nth] as Copy;
      const given = () => {
        const { messageId, sentAtMs, dueAtMs } = copy();
        outbox.note(messageId, dueAtMs);
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
  const { nowMs, items, directory, sent, erasure, decision, waiting, budget } = moment;
  const records = [...items.values()].map(textOfItem);
  return [
    nowMs,
    ...records,
    textOfDirectory(directory),
    textOfSent(sent),
    textOfErasure(erasure),
    textOfWaiting(waiting),
    textOfDecision(decision),
    textOfBudget(budget),
  ].join('\n');
}

const textOfDirectory = textOnce((directory: DirectoryState) => JSON.stringify(directory));
