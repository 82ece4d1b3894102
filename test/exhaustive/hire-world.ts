import type { CompletionEvent } from '../../src/contracts/completion-event.ts';
import type { Policy } from '../../src/contracts/policy.ts';
import type { Target, UsersStore } from '../../src/provisioning/ports.ts';
import { provisionBatch } from '../../src/provisioning/provision-batch.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createMemoryDirectory, type MemoryDirectory } from './memory-directory.ts';
import {
  ALL_STORE_RULES,
  createMemoryStore,
  type MemoryStore,
  type StoreRules,
} from './memory-store.ts';
import type { Actor } from './schedule.ts';

const LEASE_MS = 61_000;

/** A message on the queue, and what has become of it. */
export interface QueuedMessage {
  messageId: string;
  readonly body: string;
  policy: Policy;
  deleted: boolean;
}

/** A message that reached the rejected queue. */
export interface Rejection {
  readonly messageId: string;
  readonly requestId: string;
  readonly code: string;
  /** Whether the person had an account of our making at that moment that no request had stored. */
  readonly despiteAccount: boolean;
}

export interface HireWorld {
  readonly clock: ManualClock;
  readonly store: MemoryStore;
  readonly directory: MemoryDirectory;
  /** Every event published, repeats included. */
  readonly events: CompletionEvent[];
  readonly rejected: Rejection[];
  /** One delivery of the message, all its effects through the actor. */
  deliver(message: QueuedMessage, actor: Actor): Promise<void>;
}

/** The whole of provisionBatch; a mutation gives its own. */
export type Provision = typeof provisionBatch;

/** Everything that a delivery touches, in memory, each effect one step of a schedule. */
export function createHireWorld(
  provision: Provision = provisionBatch,
  rules: StoreRules = ALL_STORE_RULES,
): HireWorld {
  const clock = createManualClock(Date.parse('2026-03-02T08:00:00Z'));
  const store = createMemoryStore(rules);
  const directory = createMemoryDirectory(clock);
  const events: CompletionEvent[] = [];
  const rejected: Rejection[] = [];
  const never = new AbortController().signal;

  return {
    ...{ clock, store, directory, events, rejected },
    async deliver(message, actor) {
      // Everything that a delivery decides by the clock, it decides after it has begun.
      await actor.call('start', 'start', async () => undefined);
      const [fate] = await provision(
        [
          {
            messageId: message.messageId,
            body: message.body,
            receiveCount: 1,
            firstReceivedAtMs: clock.now(),
            sentAtMs: clock.now(),
          },
        ],
        {
          ...{
            clock,
            policy: message.policy,
            pause: never,
            signal: never,
            directorySignal: never,
            settleSignal: never,
          },
          store: heldStore(store, actor),
          target: heldTarget(directory, actor),
          leaseUntilMs: clock.now() + LEASE_MS,
          handOverAfterMs: Number.POSITIVE_INFINITY,
          completionEvents: {
            publish: (sent) =>
              actor
                .call('publish', 'write', async () => void events.push(...sent))
                .then(
                  () => new Set<string>(),
                  () => new Set(sent.map(({ id }) => id)),
                ),
          },
          rejectedMessages: {
            reject: (aside) =>
              actor
                .call('reject', 'write', async () => {
                  const isStored = [...store.records.values()].some(
                    ({ state }) => state === 'PROVISIONED',
                  );
                  const despiteAccount = directory.made.size > 0 && !isStored;
                  for (const { messageId, requestId, reason } of aside)
                    rejected.push({ messageId, requestId, code: reason.code, despiteAccount });
                })
                .then(
                  () => new Set<string>(),
                  () => new Set(aside.map(({ messageId }) => messageId)),
                ),
            handOver: async () => new Set(),
          },
        },
      );
      if (fate?.kind === 'done')
        await actor.call('delete', 'write', async () => {
          message.deleted = true;
        });
    },
  };
}

function heldStore(store: UsersStore, actor: Actor): UsersStore {
  return {
    claim: (...args) => actor.call('claim', 'write', () => store.claim(...args)),
    complete: (...args) => actor.call('complete', 'write', () => store.complete(...args)),
    fail: (...args) => actor.call('fail', 'write', () => store.fail(...args)),
    reopen: (...args) => actor.call('reopen', 'write', () => store.reopen(...args)),
    saveSearch: (...args) => actor.call('saveSearch', 'write', () => store.saveSearch(...args)),
    read: (...args) => actor.call('read', 'read', () => store.read(...args)),
  };
}

/** A lost answer of the directory is no exception but an answer of the port. */
function heldTarget(target: Target, actor: Actor): Target {
  const lost = { cause: 'target-unavailable' } as const;
  return {
    ...target,
    create: (...args) =>
      actor
        .call('create', 'write', () => target.create(...args))
        .catch(() => ({ kind: 'unknown', ...lost })),
    find: (...args) =>
      actor
        .call('find', 'read', () => target.find(...args))
        .catch(() => ({ kind: 'unfinished', advanced: false, ...lost })),
    get: (...args) =>
      actor
        .call('get', 'read', () => target.get(...args))
        .catch(() => ({ kind: 'unknown', ...lost })),
  };
}

/** An actor that nothing befalls: every call is let go at once. */
export const undisturbed: Actor = { call: (_name, _kind, perform) => perform() };
