import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Policy } from '../../../src/contracts/policy.ts';
import type { FailedMessage, Target, UsersStore } from '../../../src/provisioning/ports.ts';
import type { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import type { KeptMessage } from '../view.ts';
import type { Actor } from './resumable.ts';

const LEASE_MS = 61_000;

/** What a delivery acts on. */
interface Surroundings {
  readonly provisionBatch: typeof provisionBatch;
  readonly store: UsersStore;
  readonly directory: Target;
  /** The time when a call arrives, whenever its delivery began. */
  readonly nowMs: () => number;
  /** Whether the person has an account of our making that is on no record. */
  readonly hasLooseAccount: () => boolean;
  readonly publish: (events: readonly CompletionEvent[]) => void;
  readonly keep: (failures: readonly Omit<KeptMessage, 'body'>[]) => void;
  /** Deletes the message from its queue. */
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
  // A delivery reads the clock only after it has begun.
  await call('start', 'start', async () => undefined);
  const startedAtMs = actor.clock.now();
  const leaseUntilMs = startedAtMs + LEASE_MS;
  const times = { firstReceivedAtMs: startedAtMs, sentAtMs: startedAtMs };
  const store = (name: string) => (failures: readonly FailedMessage[]) => {
    const kept = failures.map(({ reason: { code } }) => ({
      code,
      despiteAccount: despiteAccount(),
    }));
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
      failedMessages: { reject: store('reject'), defer: store('defer') },
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

/**
 * Calls that show a delivery an account or its record, and the start, before which it has seen
 * neither.
 */
const LOOKS = new Set(['start', 'claim', 'read', 'create', 'find', 'get']);

/** Remembers whether an account was on no record when the delivery looked for one. */
function watching(actor: Actor, { hasLooseAccount }: Surroundings) {
  let despiteAccount = false;
  const call: Actor['call'] = async (name, kind, perform) => {
    const seen = await actor.call(name, kind, async () => ({
      result: await perform(),
      hasLooseAccount: hasLooseAccount(),
    }));
    despiteAccount = seen.hasLooseAccount && (despiteAccount || LOOKS.has(name));
    return seen.result;
  };
  return { call, despiteAccount: () => despiteAccount };
}

/** A queue's port returns what did not go out. It does not throw. */
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
 * The port returns a lost answer of the directory as a result. It throws nothing. Where only the
 * lease keeps two attempts apart, the deadline cuts a creation off before the lease is over.
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
