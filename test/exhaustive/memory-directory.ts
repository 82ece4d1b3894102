import type { AccountFields } from '../../src/contracts/new-hire.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { Clock, Target } from '../../src/provisioning/ports.ts';

const TOKEN_LIFE_MS = 600_000;

/** All that a directory remembers; never changed, only replaced. */
export interface DirectoryState {
  readonly users: readonly DirectoryUser[];
  readonly gone: readonly DirectoryUser[];
  /** User ids that `create` made, and nobody else. */
  readonly made: readonly string[];
  readonly tokens: readonly {
    readonly token: string;
    readonly userId: string;
    readonly atMs: number;
  }[];
  readonly refuses: boolean;
}

export type MemoryDirectory = Target & {
  readonly users: readonly DirectoryUser[];
  /** Accounts that were removed. */
  readonly gone: readonly DirectoryUser[];
  /** User ids that `create` made, and nobody else. */
  readonly made: ReadonlySet<string>;
  /** How an operator or another program would add somebody, and what they know of them. */
  add(
    fields: AccountFields,
    status?: DirectoryUser['status'],
    known?: Partial<DirectoryUser>,
  ): void;
  remove(userId: string): void;
  setStatus(userId: string, status: DirectoryUser['status']): void;
  /** Refuses CreateUser from now on, as a directory whose rules have changed. */
  refuse(): void;
  /** Refuses nothing any more. */
  accept(): void;
  state(): DirectoryState;
  putBack(state: DirectoryState): void;
};

/**
 * FinSpace's user operations in memory: a token for ten minutes, one user for an address in any letter
 * case.
 */
export function createMemoryDirectory(
  clock: Clock,
  {
    tokenLifeMs = TOKEN_LIFE_MS,
    enforcesUniqueness = true,
  }: Partial<Pick<Target, 'tokenLifeMs' | 'enforcesUniqueness'>> = {},
): MemoryDirectory {
  let state: DirectoryState = { users: [], gone: [], made: [], tokens: [], refuses: false };

  const add = (
    fields: AccountFields,
    status: DirectoryUser['status'] = 'ENABLED',
    known: Partial<DirectoryUser> = {},
  ) => {
    const userId = `user-${state.users.length + state.gone.length + 1}`;
    const user = { ...fields, userId, status, createTimeMs: clock.now(), ...known };
    state = { ...state, users: [...state.users, user] };
    return user;
  };

  return {
    id: 'memory',
    tokenLifeMs,
    enforcesUniqueness,
    supports: { superUsers: true, apiAccess: true },
    requires: [],
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
    refuse() {
      state = { ...state, refuses: true };
    },
    accept() {
      state = { ...state, refuses: false };
    },
    state: () => state,
    putBack(before) {
      state = before;
    },

    async create({ fields, clientToken }) {
      const known = state.tokens.findLast(({ token }) => token === clientToken);
      if (known && clock.now() - known.atMs < tokenLifeMs)
        return { kind: 'created', userId: known.userId };
      if (state.refuses) return { kind: 'rejected', afterLostAnswer: false };
      const isTaken = state.users.some(({ emailAddress }) =>
        isSame(emailAddress, fields.emailAddress),
      );
      if (enforcesUniqueness && isTaken) return { kind: 'conflict' };
      const { userId } = add(fields);
      const token = { token: clientToken, userId, atMs: clock.now() };
      state = { ...state, made: [...state.made, userId], tokens: [...state.tokens, token] };
      return { kind: 'created', userId };
    },

    async find(emailAddress) {
      const inAnyCase = state.users.filter((user) => isSame(user.emailAddress, emailAddress));
      const exact = inAnyCase.filter((user) => user.emailAddress === emailAddress);
      const [first, ...rest] = exact.length > 0 ? exact : inAnyCase;
      return first ? { kind: 'found', users: [first, ...rest] } : { kind: 'absent' };
    },

    async get(userId) {
      const user = state.users.find((one) => one.userId === userId);
      return user ? { kind: 'present', user } : { kind: 'gone' };
    },
  };
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
