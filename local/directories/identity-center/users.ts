import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { ENTERPRISE, type Profile } from './profile.ts';
import { duplicate, notFound } from './service-errors.ts';

/** A user of the store, for the local stack and tests. Times are epoch milliseconds. */
export interface User {
  readonly userId: string;
  readonly userName: string;
  /** The primary e-mail address. */
  readonly emailAddress: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly status: 'ENABLED' | 'DISABLED';
  readonly createTime: number;
  readonly profile?: Profile;
}

/**
 * A user to add. Default: enabled, created now, with the address as user name and without a profile.
 * An employee number is a part of the profile.
 */
export type UserSeed = Partial<User> &
  Pick<User, 'emailAddress'> & { readonly employeeNumber?: string };

export type Users = ReturnType<typeof createUsers>;

/** The users of one store in memory, in creation order. Every method is atomic. */
export function createUsers(clock: Clock, stored: readonly User[] = []) {
  const users = new Map(stored.map((user) => [user.userId, user]));
  const prefix = randomBytes(5).toString('hex');

  const byUserName = (userName: string) =>
    all().find((user) => isSameText(user.userName, userName));
  const byEmail = (email: string) => all().find((user) => isSameText(user.emailAddress, email));
  const all = (): User[] => [...users.values()];

  function userOf(userId: string): User {
    const user = users.get(userId);
    if (!user) throw notFound('USER');
    return user;
  }

  return {
    all,
    byUserName,
    byEmail,

    /** @throws ServiceError ConflictException when the user name or the address is taken */
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
        profile:
          employeeNumber === undefined
            ? { ...seed.profile }
            : numbered(seed.profile, employeeNumber),
      };
      if (byUserName(user.userName)) throw duplicate('UserName');
      if (byEmail(user.emailAddress)) throw duplicate('Email');
      users.set(user.userId, user);
      return user;
    },

    /** @throws ServiceError ResourceNotFoundException when there is no such user */
    get: userOf,

    /** Also what no call changes. The user name stays an address that is changed with the address. */
    update(userId: string, { employeeNumber, ...changes }: Partial<UserSeed>): void {
      const user = userOf(userId);
      const { emailAddress } = changes;
      const isNamedByAddress = emailAddress !== undefined && user.userName === user.emailAddress;
      users.set(userId, {
        ...user,
        ...(isNamedByAddress && { userName: emailAddress }),
        ...changes,
        ...(employeeNumber !== undefined && { profile: numbered(user.profile, employeeNumber) }),
      });
    },

    remove: (userId: string): void => void users.delete(userId),
  };
}

function numbered(profile: Profile | undefined, employeeNumber: string): Profile {
  return { ...profile, Extensions: { [ENTERPRISE]: { employeeNumber } } };
}

/** An assumption: AWS documents nothing about letter case. */
function isSameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
