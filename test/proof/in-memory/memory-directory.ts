import type { AccountFields } from '../../../src/contracts/new-hire.ts';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import type { Clock, CreateResult, PersonIds, Target } from '../../../src/provisioning/ports.ts';

/** The properties of a directory: what its target states, and how it keeps accounts. */
export interface DirectoryKind
  extends Pick<
    Target,
    | 'id'
    | 'tokenLifeMs'
    | 'readLagMs'
    | 'enforcesUniqueness'
    | 'supports'
    | 'requires'
    | 'limits'
    | 'profile'
    | 'findsTogether'
  > {
  /** Milliseconds for which reads do not show an account that was just created, until `lag` says otherwise. */
  readonly lagMs?: number;
  /** An account as the target shows it, without what the directory does not keep. */
  readonly shown: (user: DirectoryUser) => DirectoryUser;
  /** Our own id of a person, where accounts are stored and looked up under one. */
  readonly ownIdOf?: (ids: PersonIds) => string;
  /** Whether an account gets the employee id, without being looked up under it. */
  readonly notesEmployeeId?: boolean;
  /** Whether the target looks for an account with the employee id, at any address, before each creation. */
  readonly findsEmployees?: boolean;
  /** Whether a second account under the same id is refused, like one at the same address. */
  readonly hasUniqueOwnIds?: boolean;
  /** The result of creating a second account, and of creating one against its rules. */
  readonly conflict: CreateResult;
  readonly refusal: CreateResult;
}

const PLAIN: DirectoryKind = {
  id: 'memory',
  tokenLifeMs: 600_000,
  readLagMs: 600_000,
  enforcesUniqueness: true,
  supports: { superUsers: true, apiAccess: true },
  requires: [],
  shown: (user) => user,
  conflict: { kind: 'conflict' },
  refusal: { kind: 'rejected', afterLostAnswer: false },
};

export interface KeptUser extends DirectoryUser {
  /**
   * Where the directory has user names and this one is not the address. It is as unique as that.
   */
  readonly userName?: string;
  /** The address that the account was created with, where an administrator has changed it. */
  readonly formerAddress?: string;
  /** The employee id of the hire that made it. The directory itself need not note it. */
  readonly madeFor?: string;
}

/** All that a directory remembers. A state is never changed, only replaced. */
export interface DirectoryState {
  readonly users: readonly KeptUser[];
  readonly gone: readonly KeptUser[];
  /** User ids of the accounts that `create` made. */
  readonly made: readonly string[];
  readonly tokens: readonly {
    readonly token: string;
    readonly userId: string;
    readonly atMs: number;
  }[];
  readonly refuses: boolean;
  readonly lagMs: number;
  /** Who is in which group, removed accounts included. */
  readonly members: readonly Membership[];
  /** The group that is gone for now. */
  readonly missingGroup?: string | undefined;
}

export interface Membership {
  readonly userId: string;
  readonly group: string;
}

export type MemoryDirectory = Target & {
  /** The call before a creation: whether an account with the employee id shows. Absent where there is none. */
  readonly knowsEmployee?: (ids: PersonIds) => boolean;
  readonly users: readonly KeptUser[];
  /** Accounts that were removed. */
  readonly gone: readonly KeptUser[];
  /** User ids of the accounts that `create` made. */
  readonly made: ReadonlySet<string>;
  /** Adds an account as an operator or another program would, with what they know of the person. */
  add(fields: AccountFields, status?: DirectoryUser['status'], known?: Partial<KeptUser>): void;
  remove(userId: string): void;
  setStatus(userId: string, status: DirectoryUser['status']): void;
  rename(from: string, to: string): void;
  /** Refuses CreateUser from now on, as a directory whose rules have changed. */
  refuse(): void;
  /** Refuses no account from now on. */
  accept(): void;
  /** Has no such group from now on; all groups, without one. */
  missGroup(group?: string): void;
  /** From now on, reads show an account that `create` made only after so many milliseconds. */
  lag(ms: number): void;
  state(): DirectoryState;
  putBack(state: DirectoryState): void;
  /** Whether a creation arrives twice, as when a client sends it again. */
  arrivesTwice: boolean;
};

/**
 * A directory in memory, with one user for an address in any letter case where it enforces that. It
 * is like FinSpace unless the kind says otherwise.
 */
export function createMemoryDirectory(
  clock: Clock,
  kind: Partial<DirectoryKind> = {},
): MemoryDirectory {
  const { shown, ownIdOf, notesEmployeeId, conflict, refusal, ...rest } = { ...PLAIN, ...kind };
  const { findsEmployees, hasUniqueOwnIds } = rest;
  const {
    id,
    tokenLifeMs,
    readLagMs,
    lagMs = 0,
    enforcesUniqueness,
    supports,
    requires,
    limits,
    profile: profileRules,
    findsTogether,
  } = rest;
  let state: DirectoryState = {
    users: [],
    gone: [],
    made: [],
    tokens: [],
    refuses: false,
    lagMs,
    members: [],
  };

  const visible = () =>
    state.users.filter(
      ({ userId }) =>
        !state.tokens.some(
          (made) => made.userId === userId && clock.now() - made.atMs < state.lagMs,
        ),
    );

  const add = (
    fields: AccountFields,
    status: DirectoryUser['status'] = 'ENABLED',
    { userName, madeFor, ...known }: Partial<KeptUser> = {},
  ) => {
    const userId = `user-${state.users.length + state.gone.length + 1}`;
    const account = { ...fields, userId, status, createTimeMs: clock.now(), ...known };
    const user = {
      ...shown(account),
      ...(userName !== undefined && { userName }),
      ...(madeFor !== undefined && { madeFor }),
    };
    state = { ...state, users: [...state.users, user] };
    return user;
  };

  const knowsEmployee = ({ employeeId: sought }: PersonIds) =>
    sought !== undefined && visible().some(({ employeeId }) => employeeId === sought);

  const create: Target['create'] = async ({ fields, profile, clientToken, ...ids }) => {
    const known = state.tokens.findLast(({ token }) => token === clientToken);
    if (known && clock.now() - known.atMs < tokenLifeMs)
      return { kind: 'created', userId: known.userId };
    if (state.refuses) return refusal;
    const ownId = ownIdOf?.(ids);
    const isTaken = state.users.some(
      ({ emailAddress, userName = emailAddress, employeeId }) =>
        [emailAddress, userName].some((name) => isSame(name, fields.emailAddress)) ||
        (hasUniqueOwnIds && employeeId === ownId),
    );
    if (enforcesUniqueness && isTaken) return conflict;
    const notedId = notesEmployeeId ? ids.employeeId : ownId;
    const { userId } = add(fields, 'ENABLED', {
      ...(notedId !== undefined && { employeeId: notedId }),
      ...(ids.employeeId !== undefined && { madeFor: ids.employeeId }),
      ...(profile !== undefined && { profile }),
    });
    const token = { token: clientToken, userId, atMs: clock.now() };
    state = { ...state, made: [...state.made, userId], tokens: [...state.tokens, token] };
    return { kind: 'created', userId };
  };

  return {
    id,
    tokenLifeMs,
    readLagMs,
    enforcesUniqueness,
    supports,
    requires,
    ...(limits !== undefined && { limits }),
    ...(profileRules !== undefined && { profile: profileRules }),
    ...(findsTogether !== undefined && { findsTogether }),
    ...(findsEmployees === true && { knowsEmployee }),
    get users() {
      return state.users;
    },
    get gone() {
      return state.gone;
    },
    get made() {
      return new Set(state.made);
    },
    add,
    remove(userId) {
      const gone = state.users.filter((user) => user.userId === userId);
      const users = state.users.filter((user) => user.userId !== userId);
      state = { ...state, users, gone: [...state.gone, ...gone] };
    },
    setStatus(userId, status) {
      const users = state.users.map((user) =>
        user.userId === userId ? { ...user, status } : user,
      );
      state = { ...state, users };
    },
    rename(from, to) {
      const users = state.users.map((user) =>
        user.emailAddress === from ? { ...user, emailAddress: to, formerAddress: from } : user,
      );
      state = { ...state, users };
    },
    refuse() {
      state = { ...state, refuses: true };
    },
    accept() {
      state = { ...state, refuses: false };
    },
    missGroup(group) {
      state = { ...state, missingGroup: group };
    },
    lag(ms) {
      state = { ...state, lagMs: ms };
    },
    state: () => state,
    putBack(before) {
      state = before;
    },

    arrivesTwice: false,
    async create(...creation) {
      // A target sends no creation again that could make a second account.
      const maySendAgain = tokenLifeMs > 0 || enforcesUniqueness;
      if (!this.arrivesTwice || !maySendAgain) return create(...creation);
      await create(...creation);
      const result = await create(...creation);
      return result.kind === 'rejected' ? { ...result, afterLostAnswer: true } : result;
    },

    async find(emailAddress, _position, _signals, ids) {
      const ownId = ids && ownIdOf?.(ids);
      const users = visible();
      const found = [
        users.filter(({ employeeId }) => ownId !== undefined && employeeId === ownId),
        users.filter((user) => isSame(user.emailAddress, emailAddress)),
        users.filter(({ userName = '' }) => isSame(userName, emailAddress)),
      ].find(({ length }) => length > 0);
      const exact = found?.filter((user) => user.emailAddress === emailAddress) ?? [];
      const [first, ...others] = exact.length > 0 ? exact : (found ?? []);
      return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
    },

    async get(userId) {
      const user = visible().find((one) => one.userId === userId);
      return user ? { kind: 'present', user } : { kind: 'gone' };
    },

    async grant(userId, group) {
      if (!visible().some((one) => one.userId === userId)) return { kind: 'no-such-user' };
      if (group === state.missingGroup) return { kind: 'refused' };
      const isMember = state.members.some((one) => one.userId === userId && one.group === group);
      if (!isMember) state = { ...state, members: [...state.members, { userId, group }] };
      return { kind: 'granted' };
    },
  };
}

export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
