import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { notFound, taken } from './service-errors.ts';

/** A user as the local stack and tests see it; times are epoch milliseconds. */
export interface User {
  readonly userId: string;
  readonly userName: string;
  /** Of the primary e-mail. */
  readonly emailAddress: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly status: 'ENABLED' | 'DISABLED';
  readonly createTime: number;
  readonly employeeNumber?: string;
}

/** A user to start with. What is left out is made up: enabled, created now, named by the address. */
export type UserSeed = Partial<User> & Pick<User, 'emailAddress'>;

export type Users = ReturnType<typeof createUsers>;

/** The users of one store, in creation order. Every method is one step that nothing interleaves. */
export function createUsers(clock: Clock, stored: readonly User[] = []) {
  const users = new Map(stored.map((user) => [user.userId, user]));
  const prefix = randomBytes(5).toString('hex');

  const byUserName = (userName: string) => all().find((user) => same(user.userName, userName));
  const byEmail = (email: string) => all().find((user) => same(user.emailAddress, email));
  const all = (): User[] => [...users.values()];

  return {
    all,
    byUserName,
    byEmail,

    /** @throws {ServiceError} ConflictException if the user name or the address is taken. */
    add(seed: UserSeed): User {
      const { emailAddress, firstName, lastName, employeeNumber } = seed;
      const user = {
        userId: seed.userId ?? `${prefix}-${randomUUID()}`,
        userName: seed.userName ?? emailAddress,
        emailAddress,
        status: seed.status ?? 'ENABLED',
        createTime: seed.createTime ?? clock.now(),
        ...(firstName !== undefined && { firstName }),
        ...(lastName !== undefined && { lastName }),
        ...(employeeNumber !== undefined && { employeeNumber }),
      };
      if (byUserName(user.userName)) throw taken('UserName');
      if (byEmail(user.emailAddress)) throw taken('Email');
      users.set(user.userId, user);
      return user;
    },

    /** @throws {ServiceError} ResourceNotFoundException */
    get(userId: string): User {
      const user = users.get(userId);
      if (!user) throw notFound('USER');
      return user;
    },

    remove: (userId: string): void => void users.delete(userId),
  };
}

/** Assumed, as AWS says nothing of letter case. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
