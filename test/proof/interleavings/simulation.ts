import { userRecordOf } from '../../../src/aws/user-item.ts';
import { createUsersTable } from '../../../src/aws/users-table.ts';
import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Policy } from '../../../src/contracts/policy.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import type { UserRecord } from '../../../src/provisioning/record.ts';
import { createManualClock, type ManualClock } from '../../support/time/manual-clock.ts';
import {
  createMemoryDirectory,
  type DirectoryState,
  type MemoryDirectory,
} from '../in-memory/memory-directory.ts';
import { createMemoryTable, type MemoryTable, textOfItem } from '../in-memory/memory-table.ts';
import { textOnce } from '../in-memory/text-once.ts';
import { deliver } from './delivery.ts';
import type { Actor } from './replay.ts';

const FIRST_MORNING_MS = Date.parse('2026-03-02T08:00:00Z');

/** A message of the new-hire queue. */
export interface QueuedMessage {
  /** As it first came; a redrive gives it others. */
  readonly messageId: string;
  readonly body: string;
  readonly policy: Policy;
}

/** An event that was published, and for which message. */
export interface Told {
  readonly event: CompletionEvent;
  readonly message: QueuedMessage;
}

/** A message that reached the rejected or the dead-letter queue. */
export interface Kept {
  readonly messageId: string;
  readonly code: string;
  /** Whether the person had an account of our making, on no record, when the delivery looked for one. */
  readonly despiteAccount: boolean;
}

/** What has gone out to queues; in no order, and a repetition changes nothing. */
interface Sent {
  readonly told: ReadonlyMap<string, Told>;
  readonly kept: ReadonlyMap<string, Kept>;
  /** Ids, as they first were, of the messages that are gone from their queue. */
  readonly deleted: ReadonlySet<string>;
}

/** The world at one moment; never changed, only replaced. */
export interface Moment {
  readonly nowMs: number;
  readonly items: MemoryTable['items'];
  readonly directory: DirectoryState;
  readonly sent: Sent;
}

export interface HireWorld {
  readonly clock: ManualClock;
  readonly directory: MemoryDirectory;
  readonly told: readonly Told[];
  readonly kept: readonly Kept[];
  /** The record of the person that all is about. */
  record(): UserRecord | undefined;
  /** Of now, or of one that an operator has removed since. */
  accountOf(userId: string): DirectoryUser | undefined;
  isDeleted(message: QueuedMessage): boolean;
  /** One delivery of the message, under the id that it has now, all its effects through the actor. */
  deliver(message: QueuedMessage, messageId: string, actor: Actor): Promise<void>;
  moment(): Moment;
  putBack(moment: Moment): void;
}

/** What is searched; a mutation gives its own. */
export interface Engine {
  readonly provisionBatch: typeof provisionBatch;
  readonly createUsersTable: typeof createUsersTable;
}

export const ENGINE: Engine = { provisionBatch, createUsersTable };

/** Everything that a delivery touches, in memory, each effect one step of a schedule. */
export function createHireWorld(
  engine: Engine,
  directoryKind: Partial<Pick<Target, 'tokenLifeMs' | 'enforcesUniqueness'>> = {},
): HireWorld {
  const clock = createManualClock(FIRST_MORNING_MS);
  const table = createMemoryTable();
  const store = engine.createUsersTable({ client: table.client, tableName: 'users' });
  const directory = createMemoryDirectory(clock, directoryKind);
  let sent: Sent = { told: new Map(), kept: new Map(), deleted: new Set() };

  const record = () => {
    const [item] = table.items.values();
    return item && userRecordOf(item);
  };
  const publish = (message: QueuedMessage, events: readonly CompletionEvent[]) => {
    const told = new Map(sent.told);
    for (const event of events)
      told.set(JSON.stringify([event, message.messageId]), { event, message });
    sent = { ...sent, told };
  };
  const keep = (all: readonly Kept[]) => {
    const kept = all.map((one) => [JSON.stringify(one), one] as const);
    sent = { ...sent, kept: new Map([...sent.kept, ...kept]) };
  };
  const hasLooseAccount = () =>
    directory.users.some(({ userId }) => directory.made.has(userId)) &&
    record()?.state !== 'PROVISIONED';

  return {
    clock,
    directory,
    record,
    get told() {
      return [...sent.told.values()];
    },
    get kept() {
      return [...sent.kept.values()];
    },
    accountOf: (userId) =>
      [...directory.users, ...directory.gone].find((user) => user.userId === userId),
    isDeleted: ({ messageId }) => sent.deleted.has(messageId),
    moment: () => ({
      nowMs: clock.now(),
      items: table.items,
      directory: directory.state(),
      sent,
    }),
    putBack(moment) {
      clock.set(moment.nowMs);
      table.items = moment.items;
      directory.putBack(moment.directory);
      sent = moment.sent;
    },

    deliver: (message, messageId, actor) =>
      deliver({ ...message, messageId }, actor, {
        provisionBatch: engine.provisionBatch,
        store,
        directory,
        hasLooseAccount,
        nowMs: clock.now,
        publish: (events) => publish(message, events),
        keep: (all) => keep(all.map((one) => ({ ...one, messageId: message.messageId }))),
        remove: () => {
          sent = { ...sent, deleted: new Set([...sent.deleted, message.messageId]) };
        },
      }),
  };
}

/** The moment as a text: the same for two moments that nothing to come can tell apart. */
export function textOfMoment({ nowMs, items, directory, sent }: Moment): string {
  const records = [...items.values()].map(textOfItem);
  return [nowMs, ...records, textOfDirectory(directory), textOfSent(sent)].join('\n');
}

const textOfDirectory = textOnce((directory: DirectoryState) => JSON.stringify(directory));

const textOfSent = textOnce(({ told, kept, deleted }: Sent) =>
  [...told.keys(), ...kept.keys(), ...deleted].sort().join('\n'),
);
