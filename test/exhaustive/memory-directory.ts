import type { AccountFields } from '../../src/contracts/new-hire.ts';
import type { DirectoryUser } from '../../src/provisioning/directory-user.ts';
import type { Clock, Target } from '../../src/provisioning/ports.ts';

const TOKEN_LIFE_MS = 600_000;

export type MemoryDirectory = Target & {
  readonly users: readonly DirectoryUser[];
  /** User ids that `create` made, and nobody else. */
  readonly made: ReadonlySet<string>;
  /** How an operator or another program would add somebody. */
  add(fields: AccountFields, status?: DirectoryUser['status']): void;
  /** Refuses CreateUser from now on, as a directory whose rules have changed. */
  refuse(): void;
};

/** FinSpace's user operations in memory: a token for ten minutes, one user for an address. */
export function createMemoryDirectory(clock: Clock): MemoryDirectory {
  const users: DirectoryUser[] = [];
  const tokens = new Map<string, { readonly userId: string; readonly atMs: number }>();
  const made = new Set<string>();
  let refuses = false;

  const add = (fields: AccountFields, status: DirectoryUser['status'] = 'ENABLED') => {
    const user = {
      ...fields,
      userId: `user-${users.length + 1}`,
      status,
      createTimeMs: clock.now(),
    };
    users.push(user);
    return user;
  };

  return {
    id: 'memory',
    tokenLifeMs: TOKEN_LIFE_MS,
    enforcesUniqueness: true,
    users,
    made,
    add,
    refuse: () => {
      refuses = true;
    },

    async create(fields, clientToken) {
      const known = tokens.get(clientToken);
      if (known && clock.now() - known.atMs < TOKEN_LIFE_MS)
        return { kind: 'created', userId: known.userId };
      if (refuses) return { kind: 'rejected', afterLostAnswer: false };
      if (users.some(({ emailAddress }) => emailAddress === fields.emailAddress))
        return { kind: 'conflict' };
      const { userId } = add(fields);
      made.add(userId);
      tokens.set(clientToken, { userId, atMs: clock.now() });
      return { kind: 'created', userId };
    },

    async find(emailAddress) {
      const [first, ...rest] = users.filter((user) => user.emailAddress === emailAddress);
      return first ? { kind: 'found', users: [first, ...rest] } : { kind: 'absent' };
    },

    async get(userId) {
      const user = users.find((one) => one.userId === userId);
      return user ? { kind: 'present', user } : { kind: 'gone' };
    },
  };
}
