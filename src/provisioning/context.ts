import type { Policy } from '../contracts/policy.ts';
import type { BatchPlaces, CreationPlaces, Payment } from './creation-places.ts';
import type { Digests } from './digests.ts';
import type { StartRules } from './due-time.ts';
import type { GroupRules } from './group-rules.ts';
import type {
  Clock,
  CreateResult,
  Creation,
  FindResult,
  GetResult,
  GrantResult,
  SearchPosition,
  Sought,
  Target,
} from './ports.ts';
import type { ScheduledHires } from './scheduled-hires.ts';
import type { UsersStore } from './users-store.ts';

/** Dependencies and deadlines of one invocation. */
export interface Invocation {
  readonly store: UsersStore;
  readonly scheduledHires: ScheduledHires;
  readonly startRules: StartRules;
  readonly target: Target;
  /** Absent where no hire gets groups. */
  readonly groupRules?: GroupRules | undefined;
  readonly policy: Policy;
  readonly digests: Digests;
  readonly clock: Clock;
  /** For how many days the record of a person stays whose account was seen gone; absent: for ever. */
  readonly recordDays?: number | undefined;
  /** Absent where creations have no limit. */
  readonly creationPlaces?: CreationPlaces | undefined;
  /** Called before an account that Joiner made with elevated rights is stored. Never throws. */
  readonly onElevatedAccount?: (() => Promise<void>) | undefined;
  /** Ends the invocation's work: checked before every call, and passed to every call. */
  readonly signal: AbortSignal;
  /** Ends calls of the directory earlier, so that their results can still be stored. */
  readonly directorySignal: AbortSignal;
  /** Fires earlier still: a search stops between two pages, with time left to store its position. */
  readonly pause: AbortSignal;
  /** Epoch milliseconds by which this invocation has certainly ended. */
  readonly leaseUntilMs: number;
}

/** Dependencies of a hire within one invocation. Its ports stop at the invocation's deadlines. */
export interface HireContext {
  readonly store: BoundStore;
  readonly scheduledHires: BoundScheduledHires;
  readonly startRules: StartRules;
  readonly target: BoundTarget;
  /** Undefined where no hire gets groups. */
  readonly groupRules: GroupRules | undefined;
  readonly policy: Policy;
  readonly digests: Digests;
  readonly clock: Clock;
  /** For how many days the record of a person stays whose account was seen gone; undefined: for ever. */
  readonly recordDays: number | undefined;
  /** Of the batch; undefined where creations have no limit. */
  readonly places: BatchPlaces | undefined;
  /** Of one hire; absent where creations have no limit, and before the hire is due. */
  readonly payment?: Payment;
  /** Called before an account that Joiner made with elevated rights is stored. Never throws. */
  readonly onElevatedAccount: (() => Promise<void>) | undefined;
  /** Epoch milliseconds by which this invocation has certainly ended. */
  readonly leaseUntilMs: number;
}

type Bound<Method> = Method extends (...args: [...infer Args, AbortSignal]) => infer Result
  ? (...args: Args) => Result
  : never;

/** @throws TableError when a call of the store fails; the signal's reason when the work has ended */
export type BoundStore = { readonly [Name in keyof UsersStore]: Bound<UsersStore[Name]> };

/** @throws TableError when a call of the table fails; the signal's reason when the work has ended */
export type BoundScheduledHires = {
  readonly [Name in keyof ScheduledHires]: Bound<ScheduledHires[Name]>;
};

/** @throws the signal's reason when the time for calls of the directory has ended */
export interface BoundTarget
  extends Omit<Target, 'untilTurn' | 'create' | 'find' | 'get' | 'grant'> {
  untilTurn(): Promise<void>;
  create(creation: Creation): Promise<CreateResult>;
  find(
    emailAddress: string,
    position: SearchPosition | undefined,
    sought: Sought,
  ): Promise<FindResult>;
  get(userId: string): Promise<GetResult>;
  grant(userId: string, group: string): Promise<GrantResult>;
}

/** The table of users, or of scheduled hires, did not respond, or its response cannot be relied on. */
export class TableError extends Error {
  constructor(cause: unknown) {
    super('The table did not respond.', { cause });
    this.name = 'TableError';
  }
}

export function bindToDeadlines(invocation: Invocation): HireContext {
  const { policy, digests, clock, leaseUntilMs, startRules, recordDays, groupRules, signal } =
    invocation;
  return {
    store: bindStore(invocation.store, signal),
    scheduledHires: bindScheduledHires(invocation.scheduledHires, signal),
    startRules,
    target: bindTarget(invocation.target, invocation.directorySignal, invocation.pause),
    groupRules,
    policy,
    digests,
    clock,
    leaseUntilMs,
    recordDays,
    onElevatedAccount: invocation.onElevatedAccount,
    places: invocation.creationPlaces && bindPlaces(invocation.creationPlaces, signal),
  };
}

function bindPlaces(places: CreationPlaces, signal: AbortSignal): BatchPlaces {
  const ofBatch = places.forBatch(signal);
  return { ...ofBatch, draw: () => until(signal)(ofBatch.draw) };
}

type OnTable = <Result>(call: () => Promise<Result>) => Promise<Result>;

function until(signal: AbortSignal): OnTable {
  return async (call) => {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      throw new TableError(error);
    }
  };
}

function bindScheduledHires(scheduled: ScheduledHires, signal: AbortSignal): BoundScheduledHires {
  const onTable = until(signal);
  return {
    schedule: (...args) => onTable(() => scheduled.schedule(...args, signal)),
    read: (...args) => onTable(() => scheduled.read(...args, signal)),
    end: (...args) => onTable(() => scheduled.end(...args, signal)),
  };
}

function bindStore(store: UsersStore, signal: AbortSignal): BoundStore {
  const onTable = until(signal);
  return {
    claim: (...args) => onTable(() => store.claim(...args, signal)),
    complete: (...args) => onTable(() => store.complete(...args, signal)),
    finish: (...args) => onTable(() => store.finish(...args, signal)),
    point: (...args) => onTable(() => store.point(...args, signal)),
    unpoint: (...args) => onTable(() => store.unpoint(...args, signal)),
    expirePointer: (...args) => onTable(() => store.expirePointer(...args, signal)),
    release: (...args) => onTable(() => store.release(...args, signal)),
    fail: (...args) => onTable(() => store.fail(...args, signal)),
    reopen: (...args) => onTable(() => store.reopen(...args, signal)),
    noteGone: (...args) => onTable(() => store.noteGone(...args, signal)),
    noteBack: (...args) => onTable(() => store.noteBack(...args, signal)),
    noteEmployee: (...args) => onTable(() => store.noteEmployee(...args, signal)),
    saveSearch: (...args) => onTable(() => store.saveSearch(...args, signal)),
    read: (...args) => onTable(() => store.read(...args, signal)),
    readPointer: (...args) => onTable(() => store.readPointer(...args, signal)),
  };
}

function bindTarget(target: Target, signal: AbortSignal, pause: AbortSignal): BoundTarget {
  async function onTarget<Result>(call: () => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    return call();
  }
  return {
    ...target,
    async untilTurn() {
      await target.untilTurn?.(signal);
      signal.throwIfAborted();
    },
    create: (creation) => onTarget(() => target.create(creation, signal)),
    find: (emailAddress, position, sought) =>
      onTarget(() => target.find(emailAddress, position, { pause, abort: signal }, sought)),
    get: (userId) => onTarget(() => target.get(userId, signal)),
    // A record may be GRANTING since a deployment whose directory granted groups.
    grant: (userId, group) =>
      onTarget(async () => target.grant?.(userId, group, signal) ?? { kind: 'refused' }),
  };
}
