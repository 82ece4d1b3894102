import fc from 'fast-check';
import type { DirectoryUser } from '../../../src/provisioning/directory-user.ts';
import { toDirectoryUser as finspaceUser } from '../../../src/targets/finspace/directory-user.ts';
import { createFinspaceTarget } from '../../../src/targets/finspace/target.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import {
  ENTERPRISE,
  toDirectoryUser as identityCenterUser,
  toCreateUser,
} from '../../../src/targets/identity-center/user.ts';
import { createExternalIds } from '../../../src/targets/scim/external-ids.ts';
import { readScimObject } from '../../../src/targets/scim/json.ts';
import { createScimTarget } from '../../../src/targets/scim/target.ts';
import { toDirectoryUser as scimUser, toScimUser } from '../../../src/targets/scim/user.ts';
import type { DirectoryKind } from '../in-memory/memory-directory.ts';

/** A directory that stories are told with: what its target states, and shows of an account. */
export interface StoryDirectory extends DirectoryKind {
  /** In what it differs from others of its target, for whoever reads a story that failed. */
  readonly [fc.toStringMethod]: () => string;
  /** Whether accounts have user names beside their addresses. */
  readonly hasUserNames: boolean;
  /** Whether a search may stop between two pages. */
  readonly readsPages: boolean;
}

/** Stated properties are asked of the targets themselves; no call is made. */
const client = {} as never;
const BASE_URL = 'https://scim.example.org/v2';

const answers = {
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
  ...answers,
  shown: ({ createTimeMs: createTime, ...user }) => known(finspaceUser({ ...user, createTime })),
  hasUserNames: false,
  readsPages: true,
  ...called('as it is documented'),
};

const identityCenter: StoryDirectory = {
  ...createIdentityCenterTarget({
    client,
    identityStoreId: 'd-1234567890',
    userNaming: 'address',
  }),
  ...answers,
  shown: (user) =>
    identityCenterUser({
      IdentityStoreId: 'd-1234567890',
      UserId: user.userId,
      ...toCreateUser(user, 'address'),
      UserStatus: user.status === 'DISABLED' ? 'DISABLED' : 'ENABLED',
      CreatedAt: new Date(user.createTimeMs ?? 0),
      Extensions: { [ENTERPRISE]: { employeeNumber: user.employeeId ?? '' } },
    }),
  hasUserNames: true,
  readsPages: false,
  ...called('as it is documented'),
};

const externalIds = createExternalIds(true);

const scim: StoryDirectory = {
  ...createScimTarget({ client, baseUrl: BASE_URL, enforcesUniqueness: true, requires: [] }),
  conflict: answers.conflict,
  refusal: { kind: 'rejected', afterLostAnswer: true },
  shown: (user) => known(scimUser(scimObjectOf(user), externalIds)),
  ownIdOf: externalIds.of,
  hasUserNames: false,
  readsPages: true,
  ...called('as it is documented'),
};

const scimWithoutUniqueness: StoryDirectory = {
  ...scim,
  ...createScimTarget({ client, baseUrl: BASE_URL, enforcesUniqueness: false, requires: [] }),
};

/** Every directory that stories are told with, by name, in all the ways in which those of it differ. */
export const DIRECTORIES = {
  finspace: [finspace],
  'identity-center': [identityCenter, undated(identityCenter)],
  scim: [
    scim,
    undated(scim),
    { ...scim, hasUniqueOwnIds: true, ...called('with unique externalIds') },
    { ...scim, conflict: scim.refusal, ...called('that answers a conflict as a refusal') },
  ],
  'scim-without-uniqueness': [scimWithoutUniqueness, undated(scimWithoutUniqueness)],
} as const satisfies Record<string, readonly StoryDirectory[]>;

export type DirectoryName = keyof typeof DIRECTORIES;

export const DIRECTORY_NAMES = Object.keys(DIRECTORIES) as readonly DirectoryName[];

function undated({ shown, ...directory }: StoryDirectory): StoryDirectory {
  return {
    ...directory,
    ...called('that does not tell when an account was made'),
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
  if (!user)
    throw new Error('The target shows an account neither id nor address of which it knows.');
  return user;
}
