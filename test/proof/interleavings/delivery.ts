import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Policy } from '../../../src/contracts/policy.ts';
import type { FailedMessage, Target, UsersStore } from '../../../src/provisioning/ports.ts';
import type { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import type { Actor } from './replay.ts';

const LEASE_MS = 61_000;

/** What a delivery acts on. */
interface Surroundings {
  readonly provisionBatch: typeof provisionBatch;
  readonly store: UsersStore;
  readonly directory: Target;
  /** As it is where a call arrives, whenever its delivery began. */
  readonly nowMs: () => number;
  /** Whether the person has an account of our making that is on no record. */
  readonly hasLooseAccount: () => boolean;
  readonly publish: (events: readonly CompletionEvent[]) => void;
  readonly keep: (
    all: readonly { readonly code: string; readonly despiteAccount: boolean }[],
  ) => void;
  /** From the queue. */
  readonly remove: () => void;
}

/** One delivery of a message: the engine, with every effect as one call of the actor. */
export async function deliver(
  message: { readonly messageId: string; readonly body: string; readonly policy: Policy },
  actor: Actor,
  around: Surroundings,
): Promise<void> {
  const { messageId, body, policy } = message;
  const { call, despiteAccount } = watching(actor, around);
  // Everything that a delivery decides by the clock, it decides after it has begun.
  await call('start', 'start', async () => undefined);
  const startedAtMs = actor.clock.now();
  const leaseUntilMs = startedAtMs + LEASE_MS;
  const times = { firstReceivedAtMs: startedAtMs, sentAtMs: startedAtMs };
  const setAside = (name: string) => (aside: readonly FailedMessage[]) => {
    const kept = aside.map(({ reason: { code } }) => ({ code, despiteAccount: despiteAccount() }));
    const sending = actor.call(name, 'write', async () => around.keep(kept));
    return unsent(sending, [messageId]);
  };
  const [processed] = await around.provisionBatch(
    [{ messageId, body, receiveCount: 1, ...times }],
    {
      policy,
      clock: actor.clock,
      ...NEVER_ABORTED,
      store: heldStore(around.store, call),
      target: heldTarget(around.directory, call, () => around.nowMs() >= leaseUntilMs),
      leaseUntilMs,
      deferAfterMs: Number.POSITIVE_INFINITY,
      failedMessages: { reject: setAside('reject'), defer: setAside('hand over') },
      completionEvents: {
        publish: (events) =>
          unsent(
            actor.call('publish', 'write', async () => around.publish(events)),
            events.map(({ id }) => id),
          ),
      },
    },
  );
  if (processed && processed.result.kind !== 'retry')
    await actor.call('delete', 'last', async () => around.remove());
}

const never = new AbortController().signal;
const NEVER_ABORTED = { pause: never, signal: never, directorySignal: never, settleSignal: never };

/** Where a delivery stands that has not looked yet, and calls that show an account or its record. */
const LOOKS = new Set(['start', 'claim', 'read', 'create', 'find', 'get']);

/** Keeps in mind whether there was an account on no record when the delivery looked for one. */
function watching(actor: Actor, { hasLooseAccount }: Surroundings) {
  let despiteAccount = false;
  const call: Actor['call'] = async (name, kind, perform) => {
    const seen = await actor.call(name, kind, async () => ({
      answer: await perform(),
      hasLooseAccount: hasLooseAccount(),
    }));
    despiteAccount = seen.hasLooseAccount && (despiteAccount || LOOKS.has(name));
    return seen.answer;
  };
  return { call, despiteAccount: () => despiteAccount };
}

/** A queue's port answers what did not go out; it does not throw. */
async function unsent(
  sending: Promise<void>,
  all: readonly string[],
): Promise<ReadonlySet<string>> {
  return sending.then(
    () => new Set(),
    () => new Set(all),
  );
}

function heldStore(store: UsersStore, call: Actor['call']): UsersStore {
  return {
    claim: (...args) => call('claim', 'write', () => store.claim(...args)),
    complete: (...args) => call('complete', 'write', () => store.complete(...args)),
    fail: (...args) => call('fail', 'write', () => store.fail(...args)),
    reopen: (...args) => call('reopen', 'write', () => store.reopen(...args)),
    saveSearch: (...args) => call('saveSearch', 'write', () => store.saveSearch(...args)),
    read: (...args) => call('read', 'read', () => store.read(...args)),
  };
}

/**
 * A lost answer of the directory is no exception but an answer of the port. Where nothing but the lease
 * keeps two attempts apart, the deadline has cut a creation off before its lease is over.
 */
function heldTarget(target: Target, call: Actor['call'], isLeaseOver: () => boolean): Target {
  const lost = { cause: 'target-unavailable' } as const;
  const create: Target['create'] = async (...args) => {
    const isCutOff = !target.enforcesUniqueness && target.tokenLifeMs === 0 && isLeaseOver();
    return isCutOff ? { kind: 'unknown', cause: 'out-of-time' } : target.create(...args);
  };
  return {
    id: target.id,
    tokenLifeMs: target.tokenLifeMs,
    enforcesUniqueness: target.enforcesUniqueness,
    supports: target.supports,
    requires: target.requires,
    create: (...args) =>
      call('create', 'write', () => create(...args)).catch(() => ({
        kind: 'unknown',
        ...lost,
      })),
    find: (...args) =>
      call('find', 'read', () => target.find(...args)).catch(() => ({
        kind: 'unfinished',
        advanced: false,
        ...lost,
      })),
    get: (...args) =>
      call('get', 'read', () => target.get(...args)).catch(() => ({ kind: 'unknown', ...lost })),
  };
}
