import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/provisioning/ports.ts';
import { createTextIndex } from './text-index.ts';

/** A stored User resource. The server sets `id` and `meta`. */
export interface ScimUser {
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly name?: { readonly givenName?: string; readonly familyName?: string };
  readonly displayName?: string;
  readonly emails?: readonly { readonly value: string; readonly primary?: boolean }[];
  readonly active?: boolean;
  readonly title?: string;
  readonly userType?: string;
  readonly preferredLanguage?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly phoneNumbers?: readonly { readonly value: string; readonly type?: string }[];
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'?: {
    readonly employeeNumber?: string;
    readonly costCenter?: string;
    readonly organization?: string;
    readonly division?: string;
    readonly department?: string;
    readonly manager?: { readonly value: string };
  };
  readonly meta: {
    readonly resourceType: 'User';
    readonly created: Date;
    readonly lastModified: Date;
  };
}

/** A user read from JSON: times are strings. */
export type StoredUser = Omit<ScimUser, 'meta'> & {
  readonly meta: { readonly created: string | Date; readonly lastModified: string | Date };
};

export interface ScimUsersOptions {
  readonly clock: Clock;
  readonly uniqueUserNames: boolean;
  readonly stored: readonly StoredUser[];
  readonly onChange: (users: readonly ScimUser[]) => void;
}

/** A user to add. */
export type ScimUserSeed = Partial<Omit<ScimUser, 'meta'>> &
  Pick<ScimUser, 'userName'> & { readonly created?: Date };

export type ScimUsers = ReturnType<typeof createScimUsers>;

/** The users in memory, in creation order. */
export function createScimUsers({ clock, uniqueUserNames, stored, onChange }: ScimUsersOptions) {
  const users = new Map<string, ScimUser>();
  const index = createTextIndex<ScimUser>();
  for (const user of stored) put(restored(user));

  function put(user: ScimUser): ScimUser {
    const before = users.get(user.id);
    if (before) index.remove(before);
    index.add(user);
    users.set(user.id, user);
    return user;
  }

  function change(user: ScimUser): ScimUser {
    put(user);
    onChange([...users.values()]);
    return user;
  }

  return {
    /** undefined if the user name is taken, in any letter case (RFC 7643, 4.1.1). */
    create({ created, ...seed }: ScimUserSeed): ScimUser | undefined {
      const name = seed.userName.toLowerCase();
      const isTaken = index.of(name).some(({ userName }) => userName.toLowerCase() === name);
      if (uniqueUserNames && isTaken) return undefined;
      const now = new Date(clock.now());
      const meta = { resourceType: 'User', created: created ?? now, lastModified: now } as const;
      return change({ id: randomUUID(), meta, ...seed });
    },
    /** undefined if there is no such user. */
    update(id: string, changes: Partial<ScimUser>): ScimUser | undefined {
      const user = users.get(id);
      if (!user) return undefined;
      const meta = { ...user.meta, lastModified: new Date(clock.now()) };
      return change({ ...user, ...changes, id, meta });
    },
    get: (id: string): ScimUser | undefined => users.get(id),
    /** Those with this user name, external id or address, in any letter case. */
    withText: index.of,
    remove(id: string): void {
      const user = users.get(id);
      if (user) index.remove(user);
      users.delete(id);
      onChange([...users.values()]);
    },
    all: (): ScimUser[] => [...users.values()],
  };
}

function restored({ meta, ...user }: StoredUser): ScimUser {
  const created = new Date(meta.created);
  const lastModified = new Date(meta.lastModified);
  return { ...user, meta: { resourceType: 'User', created, lastModified } };
}
