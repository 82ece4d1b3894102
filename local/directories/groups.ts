import { createStateFile } from './aws-double/state-file.ts';

/** An account in a group, each by its id. */
export interface LocalMembership {
  readonly userId: string;
  readonly group: string;
}

/** What the local stack and the tests do with the groups of any directory. */
export interface LocalGroups {
  addGroup(group: string): void;
  /** Removes the group, and with it all memberships in it. */
  removeGroup(group: string): void;
  /** As an administrator does. */
  removeMember(group: string, userId: string): void;
  /** In the order in which they came about, by group. */
  memberships(): readonly LocalMembership[];
}

interface StoredGroup {
  readonly group: string;
  readonly userIds: readonly string[];
}

export type Groups = ReturnType<typeof createGroups>;

/**
 * The groups of one directory, by their ids, and who is in them. Every method is atomic.
 * @param dataDir folder that stores them. Default: memory only
 */
export function createGroups(dataDir?: string) {
  const file = createStateFile<readonly StoredGroup[]>(dataDir, 'groups.json', []);
  const members = new Map(file.load().map(({ group, userIds }) => [group, new Set(userIds)]));
  const save = () =>
    file.save(() => [...members].map(([group, userIds]) => ({ group, userIds: [...userIds] })));

  return {
    add(group: string): void {
      if (!members.has(group)) members.set(group, new Set());
      save();
    },
    remove(group: string): void {
      members.delete(group);
      save();
    },
    /** In the order in which they were added. */
    all: (): readonly string[] => [...members.keys()],
    has: (group: string): boolean => members.has(group),
    /** In the order in which they were added; none for a group that does not exist. */
    membersOf: (group: string): readonly string[] => [...(members.get(group) ?? [])],
    groupsOf: (userId: string): readonly string[] =>
      [...members].flatMap(([group, userIds]) => (userIds.has(userId) ? [group] : [])),
    hasMember: (group: string, userId: string): boolean => members.get(group)?.has(userId) ?? false,
    /** The group must exist. */
    addMember(group: string, userId: string): void {
      members.get(group)?.add(userId);
      save();
    },
    removeMember(group: string, userId: string): void {
      members.get(group)?.delete(userId);
      save();
    },
    /** An account that is removed is in no group. */
    forget(userId: string): void {
      for (const userIds of members.values()) userIds.delete(userId);
      save();
    },
    memberships: (): readonly LocalMembership[] =>
      [...members].flatMap(([group, userIds]) => [...userIds].map((userId) => ({ userId, group }))),
  };
}

/** The part of a directory's interface that its groups are. */
export function localGroups({ add, remove, removeMember, memberships }: Groups): LocalGroups {
  return { addGroup: add, removeGroup: remove, removeMember, memberships };
}
