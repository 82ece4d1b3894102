import fc from 'fast-check';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { toDirectoryUser as finspaceUser } from '../../../src/targets/finspace/directory-user.ts';
import { createFinspaceTarget } from '../../../src/targets/finspace/target.ts';
import { ENTERPRISE } from '../../../src/targets/identity-center/profile.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import {
  toDirectoryUser as identityCenterUser,
  toCreateUser,
} from '../../../src/targets/identity-center/user.ts';
import { createExternalIds } from '../../../src/targets/scim/external-ids.ts';
import { readScimObject } from '../../../src/targets/scim/json.ts';
import { createScimTarget } from '../../../src/targets/scim/target.ts';
import { toDirectoryUser as scimUser, toScimUser } from '../../../src/targets/scim/user.ts';
import type { DirectoryKind } from '../in-memory/memory-directory.ts';

/** A directory for stories: what its target states, and returns of an account. */
export interface StoryDirectory extends DirectoryKind {
  /** How it differs from the others of its target, for the report of a story that failed. */
  readonly [fc.toStringMethod]: () => string;
  /** Whether accounts have user names beside their addresses. */
  readonly hasUserNames: boolean;
  /** Whether a search may stop between two pages. */
  readonly readsPages: boolean;
}

/** The targets themselves state their properties. No call is made. */
const client = {} as never;
const BASE_URL = 'https://scim.example.org/v2';

const results = {
  conflict: { kind: 'conflict' },
  refusal: { kind: 'rejected', afterLostAnswer: false },
} as const satisfies Partial<DirectoryKind>;

const finspace: StoryDirectory = {
  ...createFinspaceTarget({
    client,
    accountId: '111122223333',
    region: 'eu-west-1',
    environmentId: 'n4vv',
  }),
  ...results,
  shown: ({ createTimeMs: createTime, ...user }) => known(finspaceUser({ ...user, createTime })),
  hasUserNames: false,
  readsPages: true,
  ...called('as documented'),
};

const identityCenter: StoryDirectory = {
  ...createIdentityCenterTarget({
    client,
    identityStoreId: 'd-1234567890',
    userNaming: 'address',
  }),
  ...results,
  shown: (user) =>
    identityCenterUser({
      IdentityStoreId: 'd-1234567890',
      UserId: user.userId,
      ...toCreateUser({ fields: user }, 'address'),
      UserStatus: user.status === 'DISABLED' ? 'DISABLED' : 'ENABLED',
      CreatedAt: new Date(user.createTimeMs ?? 0),
      Extensions: { [ENTERPRISE]: { employeeNumber: user.employeeId ?? '' } },
    }),
  notesEmployeeId: true,
  hasUserNames: true,
  readsPages: false,
  ...called('as documented'),
};

const externalIds = createExternalIds(true);
const scimDeps = { client, clock: { now: () => 0 }, baseUrl: BASE_URL, requires: [] };

const scim: StoryDirectory = {
  ...createScimTarget({ ...scimDeps, enforcesUniqueness: true }),
  conflict: results.conflict,
  refusal: { kind: 'rejected', afterLostAnswer: false, mayBeConflict: true },
  shown: (user) => known(scimUser(scimObjectOf(user), externalIds)),
  ownIdOf: externalIds.of,
  findsEmployees: true,
  hasUserNames: false,
  readsPages: true,
  ...called('as documented'),
};

const scimWithoutUniqueness: StoryDirectory = {
  ...scim,
  ...createScimTarget({ ...scimDeps, enforcesUniqueness: false }),
  // Each attempt has searched before, and an account may appear in between.
  findsEmployees: false,
};

/** Every directory for stories, by name, in all its variants. */
export const DIRECTORIES = {
  finspace: [finspace],
  'identity-center': [identityCenter, undated(identityCenter)],
  scim: [
    scim,
    undated(scim),
    { ...scim, hasUniqueOwnIds: true, ...called('with unique externalIds') },
    { ...scim, conflict: scim.refusal, ...called('that returns a conflict as a refusal') },
  ],
  'scim-without-uniqueness': [scimWithoutUniqueness, undated(scimWithoutUniqueness)],
} as const satisfies Record<string, readonly StoryDirectory[]>;

export type DirectoryName = keyof typeof DIRECTORIES;

export const DIRECTORY_NAMES = Object.keys(DIRECTORIES) as readonly DirectoryName[];

function undated({ shown, ...directory }: StoryDirectory): StoryDirectory {
  return {
    ...directory,
    ...called('without creation times'),
    shown(user) {
      const { createTimeMs: _, ...rest } = shown(user);
      return rest;
    },
  };
}

function called(difference: string) {
  return { [fc.toStringMethod]: () => `one ${difference}` };
}

function scimObjectOf({
  userId: id,
  status,
  createTimeMs = 0,
  employeeId,
  ...fields
}: DirectoryUser) {
  const created = new Date(createTimeMs).toISOString();
  const user = {
    ...toScimUser({ fields }, employeeId ?? ''),
    id,
    active: status !== 'DISABLED',
    meta: { created },
  };
  return readScimObject(JSON.stringify(user)) ?? {};
}

function known(user: DirectoryUser | undefined): DirectoryUser {
  if (!user) throw new Error('The target returns an account without an id or an address.');
  return user;
}
