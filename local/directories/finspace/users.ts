import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { conflict, notFound } from './service-errors.ts';
import { createUserOrder } from './user-order.ts';

export type EmailUniqueness = 'case-sensitive' | 'case-insensitive';

export interface UserFields {
  readonly emailAddress: string;
  readonly type: 'SUPER_USER' | 'APP_USER';
  readonly firstName?: string;
  readonly lastName?: string;
  readonly apiAccess?: 'ENABLED' | 'DISABLED';
  readonly apiAccessPrincipalArn?: string;
}

/** A user as returned by GetUser and ListUsers. Times are epoch milliseconds. */
export interface User extends UserFields {
  readonly userId: string;
  readonly status: 'CREATING' | 'ENABLED' | 'DISABLED';
  readonly apiAccess: 'ENABLED' | 'DISABLED';
  readonly createTime: number;
  readonly lastEnabledTime?: number;
  readonly lastDisabledTime?: number;
  readonly lastModifiedTime?: number;
  readonly lastLoginTime?: number;
}

/** A user to add. Default: an enabled APP_USER, created now. */
export type UserSeed = Partial<User> & Pick<User, 'emailAddress'>;

export interface StoredUser {
  /** Creation order. Never reused while the double runs. */
  readonly sequence: number;
  readonly user: User;
  /** When a CREATING user becomes ENABLED; undefined if it stays CREATING. */
  readonly enabledAtMs?: number | undefined;
}

export interface UserRules {
  readonly clock: Clock;
  readonly emailUniqueness: EmailUniqueness;
  /** How long a new user stays CREATING. */
  readonly creatingMs: number;
}

export type Users = ReturnType<typeof createUsers>;

/** The users in memory, in creation order. Every method is atomic. */
export function createUsers(rules: UserRules, stored: readonly StoredUser[] = []) {
  const entries = new Map(stored.map((entry) => [entry.user.userId, entry]));
  const order = createUserOrder(
    stored.map(({ sequence, user: { userId } }) => ({ sequence, userId })),
  );
  /** Number of users per address: a test can create more than one. */
  const owners = new Map<string, number>();
  for (const { user } of stored) count(user, 1);
  let lastSequence = stored.at(-1)?.sequence ?? 0;

  function identity(emailAddress: string): string {
    return rules.emailUniqueness === 'case-sensitive' ? emailAddress : emailAddress.toLowerCase();
  }

  function requireUniqueAddress(emailAddress: string): void {
    if (!owners.get(identity(emailAddress))) return;
    throw conflict(`User with emailAddress '${emailAddress}' already exists`, 'emailAddress');
  }

  function count({ emailAddress }: User, change: 1 | -1): void {
    const key = identity(emailAddress);
    owners.set(key, (owners.get(key) ?? 0) + change);
  }

  function insert(user: User, enabledAtMs?: number): User {
    lastSequence += 1;
    const entry = { sequence: lastSequence, user, enabledAtMs };
    entries.set(user.userId, entry);
    order.append({ sequence: lastSequence, userId: user.userId });
    count(user, 1);
    return currentUser(entry);
  }

  function currentUser(entry: StoredUser): User {
    const { user, enabledAtMs } = entry;
    if (user.status !== 'CREATING' || enabledAtMs === undefined) return user;
    if (rules.clock.now() < enabledAtMs) return user;
    return { ...user, status: 'ENABLED', lastEnabledTime: enabledAtMs };
  }

  function entryOf(userId: string): StoredUser {
    const entry = entries.get(userId);
    if (!entry) throw notFound(`User '${userId}' does not exist`, 'userId');
    return entry;
  }

  function replace(userId: string, changes: Partial<User>): User {
    const entry = entryOf(userId);
    const user = { ...currentUser(entry), ...changes, userId };
    const enabledAtMs = changes.status === undefined ? entry.enabledAtMs : undefined;
    entries.set(userId, { ...entry, user, enabledAtMs });
    count(entry.user, -1);
    count(user, 1);
    return user;
  }

  return {
    /** @throws ServiceError ConflictException when the address is taken */
    create(fields: UserFields): User {
      requireUniqueAddress(fields.emailAddress);
      const nowMs = rules.clock.now();
      const user: User = {
        apiAccess: 'DISABLED',
        ...fields,
        userId: newUserId(),
        status: 'CREATING',
        createTime: nowMs,
        lastModifiedTime: nowMs,
      };
      return insert(user, nowMs + rules.creatingMs);
    },

    /** @throws ServiceError ConflictException when the address is taken */
    add(seed: UserSeed): User {
      requireUniqueAddress(seed.emailAddress);
      return insert({
        userId: newUserId(),
        type: 'APP_USER',
        status: 'ENABLED',
        apiAccess: 'DISABLED',
        createTime: rules.clock.now(),
        ...seed,
      });
    },

    /** @throws ServiceError ResourceNotFoundException when there is no such user */
    get: (userId: string): User => currentUser(entryOf(userId)),

    /** Sets any field, including those that no API call can change. */
    overwrite: replace,

    remove(userId: string): void {
      const { sequence, user } = entryOf(userId);
      entries.delete(userId);
      order.remove(sequence);
      count(user, -1);
    },

    /**
     * Up to `limit` users after `afterSequence`. `last` is the end of the page; undefined on the
     * last page.
     */
    page(afterSequence: number, limit: number): { users: User[]; last?: number | undefined } {
      const { userIds, ...end } = order.page(afterSequence, limit);
      return { users: userIds.map((userId) => currentUser(entryOf(userId))), ...end };
    },

    all: (): User[] => [...entries.values()].map(currentUser),
    stored: (): StoredUser[] => [...entries.values()],
  };
}

/** 26 characters, the longest that FinSpace's model allows. */
function newUserId(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  return [...randomBytes(26)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
