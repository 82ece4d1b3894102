import type { CompletionEvent } from '../../../src/contracts/completion-event.ts';
import type { Policy } from '../../../src/contracts/policy.ts';
import type { CreationPlaces } from '../../../src/provisioning/creation-places.ts';
import type { Digests } from '../../../src/provisioning/digests.ts';
import { type DirectoryUser, isSameAddress } from '../../../src/provisioning/directory-user.ts';
import type { GroupRules } from '../../../src/provisioning/group-rules.ts';
import type { Message } from '../../../src/provisioning/message.ts';
import type { FailedMessage } from '../../../src/provisioning/message-ports.ts';
import type { Target } from '../../../src/provisioning/ports.ts';
import type { provisionBatch } from '../../../src/provisioning/provision-batch.ts';
import type { ScheduledHires } from '../../../src/provisioning/scheduled-hires.ts';
import type { UsersStore } from '../../../src/provisioning/users-store.ts';
import { readBody } from '../../support/bodies/read-body.ts';
import type { MemoryDirectory } from '../in-memory/memory-directory.ts';
import type { KeptMessage } from '../view.ts';
import type { Actor } from './resumable.ts';

const START_RULES = { daysBefore: 0, timeZone: 'UTC' };
const LEASE_MS = 61_000;
/** No call of an invocation lasts longer, however long the instance is frozen in between. */
const LONGEST_CALL_MS = 16 * 60_000;
/** By then an invocation has certainly ended, and none of its calls arrives that begins something. */
const LONG_OVER_MS = 24 * 3_600_000;

type SimulatedTarget = Target & Pick<MemoryDirectory, 'knowsEmployee'>;

/** What a delivery acts on. */
interface Surroundings {
  readonly provisionBatch: typeof provisionBatch;
  readonly digests: Digests;
  readonly store: UsersStore;
  readonly scheduledHires: ScheduledHires;
  readonly directory: SimulatedTarget;
  /** The time when a call arrives, whenever its delivery began. */
  readonly nowMs: () => number;
  /** Whether the person's account, as their record names it, is in the directory. */
  readonly hasAccount: () => boolean;
  /** Whether the person has an account of our making that is on no record. */
  readonly hasLooseAccount: () => boolean;
  readonly publish: (events: readonly CompletionEvent[], sawOtherAddress: boolean) => void;
  /** Whether Lambda ends the delivery in time, however long its instance was frozen. */
  readonly endsInTime: boolean;
  readonly recordDays: number | undefined;
  readonly groupRules: GroupRules;
  /** Of the instance that gets the delivery; undefined where creations have no limit. */
  readonly creationPlaces: CreationPlaces | undefined;
  readonly keep: (failures: readonly Omit<KeptMessage, 'body'>[]) => void;
  /** Deletes the message from its queue. */
  readonly remove: () => void;
}

/** A message as the queue delivers it. */
export type DeliveredMessage = Pick<
  Message,
  'messageId' | 'body' | 'sentAtMs' | 'askedAtMs' | 'releasedForMs'
> & { readonly policy: Policy };

/**
 * One delivery of a message: the engine, with every effect as one call of the actor.
 * @param given the message, which may not have been sent yet before the delivery starts
 */
export async function deliver(
  given: () => DeliveredMessage,
  actor: Actor,
  around: Surroundings,
): Promise<void> {
  const { call, despiteAccount, couldSeeAccount } = watching(actor, around);
  // A delivery reads the clock only after it has begun.
  const { policy, ...message } = await call('start', 'start', async () => given());
  let sawOtherAddress = false;
  const look = (user: DirectoryUser) => {
    const { hire } = readBody(message.body);
    sawOtherAddress = !isSameAddress(user.emailAddress, hire?.emailAddress ?? '');
  };
  const startedAtMs = actor.clock.now();
  const leaseUntilMs = startedAtMs + LEASE_MS;
  const ageMs = () => around.nowMs() - startedAtMs;
  const isCutOff = () => around.endsInTime && ageMs() >= LONGEST_CALL_MS;
  const store = (name: string) => (failures: readonly FailedMessage[]) => {
    const kept = failures.map(({ reason: { code } }) => ({
      code,
      despiteAccount:
        code === 'account-gone'
          ? couldSeeAccount() && (around.hasAccount() || around.hasLooseAccount())
          : despiteAccount(),
    }));
    const sending = actor.call(name, 'write', async () => around.keep(kept));
    return unsent(sending, [message.messageId]);
  };
  const [processed] = await around.provisionBatch(
    [{ ...message, receiveCount: 1, firstReceivedAtMs: startedAtMs }],
    {
      policy,
      digests: around.digests,
      clock: actor.clock,
      ...NEVER_ABORTED,
      store: heldStore(around.store, call, { ageMs, isCutOff }),
      scheduledHires: heldScheduledHires(around.scheduledHires, call),
      startRules: START_RULES,
      target: heldTarget(around.directory, call, look, { ageMs, isCutOff }),
      leaseUntilMs,
      recordDays: around.recordDays,
      groupRules: around.groupRules,
      creationPlaces: around.creationPlaces,
      deferAfterMs: Number.POSITIVE_INFINITY,
      backoffMaxMs: 3_600_000,
      // Marks only spare copies: a message is stored again here, as after a mark that was lost.
      storedMarks: { wasStored: async () => false, markStored: async () => {} },
      failedMessages: { reject: store('reject'), defer: store('defer') },
      completionEvents: {
        publish: (events) =>
          unsent(
            actor.call('publish', 'write', async () => around.publish(events, sawOtherAddress)),
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
const LOOKS = new Set(['start', 'claim', 'read', 'seek', 'create', 'find', 'get']);

/**
 * Remembers whether the person had an account when the delivery claimed, on record or not, and whether one was on no
 * record when it last looked for one.
 */
function watching(actor: Actor, { hasAccount, hasLooseAccount }: Surroundings) {
  let despiteAccount = false;
  let couldSeeAccount = false;
  const call: Actor['call'] = async (name, kind, perform) => {
    const seen = await actor.call(name, kind, async () => ({
      result: await perform(),
      hasAccount: hasAccount(),
      hasLooseAccount: hasLooseAccount(),
    }));
    if (name === 'claim') couldSeeAccount = seen.hasAccount || seen.hasLooseAccount;
    despiteAccount = seen.hasLooseAccount && (despiteAccount || LOOKS.has(name));
    return seen.result;
  };
  return { call, despiteAccount: () => despiteAccount, couldSeeAccount: () => couldSeeAccount };
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

/** How long a delivery has run, and whether Lambda has ended it. */
interface Age {
  readonly ageMs: () => number;
  readonly isCutOff: () => boolean;
}

/** A duplicate that is cut off never has the record learn its employee id. */
function heldStore(store: UsersStore, call: Actor['call'], { ageMs, isCutOff }: Age): UsersStore {
  const claiming = async <Result>(name: string, claim: () => Promise<Result>) => {
    const isOver = () => ageMs() >= LONG_OVER_MS;
    const result = await call(name, 'write', async () => (isOver() ? undefined : claim()));
    if (!result) throw new Error('The invocation is over.');
    return result;
  };
  const noteEmployee: UsersStore['noteEmployee'] = async (...args) =>
    isCutOff() ? { kind: 'refused', record: undefined } : store.noteEmployee(...args);
  return {
    claim: (...args) => claiming('claim', () => store.claim(...args)),
    point: (...args) => call('point', 'write', () => store.point(...args)),
    unpoint: (...args) => call('unpoint', 'write', () => store.unpoint(...args)),
    expirePointer: (...args) => call('expirePointer', 'write', () => store.expirePointer(...args)),
    release: (...args) => call('release', 'write', () => store.release(...args)),
    complete: (...args) => call('complete', 'write', () => store.complete(...args)),
    finish: (...args) => call('finish', 'write', () => store.finish(...args)),
    fail: (...args) => call('fail', 'write', () => store.fail(...args)),
    reopen: (...args) => claiming('reopen', () => store.reopen(...args)),
    noteGone: (...args) => call('noteGone', 'write', () => store.noteGone(...args)),
    noteBack: (...args) => call('noteBack', 'write', () => store.noteBack(...args)),
    noteEmployee: (...args) => call('noteEmployee', 'write', () => noteEmployee(...args)),
    saveSearch: (...args) => call('saveSearch', 'write', () => store.saveSearch(...args)),
    read: (...args) => call('read', 'read', () => store.read(...args)),
    readPointer: (...args) => call('readPointer', 'read', () => store.readPointer(...args)),
  };
}

function heldScheduledHires(hires: ScheduledHires, call: Actor['call']): ScheduledHires {
  return {
    schedule: (...args) => call('schedule', 'write', () => hires.schedule(...args)),
    read: (...args) => call('readScheduled', 'read', () => hires.read(...args)),
    end: (...args) => call('endSchedule', 'write', () => hires.end(...args)),
  };
}

/**
 * The port returns a lost answer of the directory as a result. It throws nothing. Where neither tokens nor
 * unique addresses keep two attempts apart, or Lambda ends every delivery in time, the deadline cuts a creation off;
 * everywhere, a day does.
 */
function heldTarget(
  target: SimulatedTarget,
  call: Actor['call'],
  look: (user: DirectoryUser) => void,
  { ageMs, isCutOff }: Age,
): Target {
  const lost = { cause: 'target-unavailable' } as const;
  const create: Target['create'] = async (...args) => {
    const restsOnLease = !target.enforcesUniqueness && target.tokenLifeMs === 0;
    const isOver = ageMs() >= (restsOnLease ? LONGEST_CALL_MS : LONG_OVER_MS) || isCutOff();
    return isOver ? { kind: 'unknown', cause: 'out-of-time' } : target.create(...args);
  };
  const { knowsEmployee } = target;
  const seekAndCreate = async (args: Parameters<Target['create']>) => {
    const isKnown =
      knowsEmployee && (await call('seek', 'read', async () => knowsEmployee(args[0])));
    if (isKnown) return { kind: 'conflict' } as const;
    return call('create', 'write', () => create(...args));
  };
  return {
    id: target.id,
    tokenLifeMs: target.tokenLifeMs,
    readLagMs: target.readLagMs,
    enforcesUniqueness: target.enforcesUniqueness,
    supports: target.supports,
    requires: target.requires,
    ...(target.profile && { profile: target.profile }),
    create: (...args) => seekAndCreate(args).catch(() => ({ kind: 'unknown', ...lost })),
    find: (...args) =>
      call('find', 'read', () => target.find(...args)).catch(() => ({
        kind: 'unfinished',
        advanced: false,
        ...lost,
      })),
    get: async (...args) => {
      const result = await call('get', 'read', () => target.get(...args)).catch(
        () => ({ kind: 'unknown', ...lost }) as const,
      );
      if (result.kind === 'present') look(result.user);
      return result;
    },
    ...(target.grant && { grant: heldGrant(target.grant, call) }),
  };
}

/** Which group it is shows in a schedule. */
function heldGrant(
  grant: NonNullable<Target['grant']>,
  call: Actor['call'],
): NonNullable<Target['grant']> {
  return (userId, group, signal) =>
    call(`grant ${group}`, 'write', () => grant(userId, group, signal)).catch(() => ({
      kind: 'unknown',
      cause: 'target-unavailable',
    }));
}
