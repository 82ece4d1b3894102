import {
  ConflictException as IdentityCenterConflict,
  ValidationException as IdentityCenterValidation,
} from '@aws-sdk/client-identitystore';
import { expect, test } from '@jest/globals';
import type { Target } from '../../../src/provisioning/ports.ts';
import {
  ConflictException,
  ValidationException,
} from '../../../src/targets/finspace/client/errors.ts';
import { createFinspaceTarget } from '../../../src/targets/finspace/target.ts';
import { createIdentityCenterTarget } from '../../../src/targets/identity-center/target.ts';
import type { ScimObject } from '../../../src/targets/scim/json.ts';
import { createScimTarget } from '../../../src/targets/scim/target.ts';
import { createManualClock } from '../../support/time/manual-clock.ts';
import { createMemoryDirectory } from '../in-memory/memory-directory.ts';
import { DIRECTORIES, type DirectoryName } from './directories.ts';

const error = { message: 'no', $metadata: {} };
const BASE_URL = 'https://scim.example.org/v2';

const throwing = (thrown: Error) => ({ send: () => Promise.reject(thrown) });
const finspace = (thrown: Error) =>
  createFinspaceTarget({
    client: throwing(thrown),
    accountId: '111122223333',
    region: 'eu-west-1',
    environmentId: 'n4vv',
  });
const identityCenter = (thrown: Error) =>
  createIdentityCenterTarget({
    client: throwing(thrown),
    identityStoreId: 'd-1234567890',
    userNaming: 'address',
  });
/** @param employee the only user that there is */
const scim = (status: number, enforcesUniqueness: boolean, employee?: ScimObject) =>
  createScimTarget({
    client: {
      openConnections: () => {},
      closeConnections: async () => {},
      async call({ body, path }) {
        const users = employee && path.includes('externalId') ? [employee] : [];
        const list = { totalresults: users.length, resources: users };
        const answer = body ? { status, body: { id: 'user-2' } } : { status: 200, body: list };
        return { kind: 'response', location: undefined, ...answer };
      },
    },
    baseUrl: BASE_URL,
    enforcesUniqueness,
    requires: [],
  });

test.each<[DirectoryName, conflicting: Target, refusing: Target]>([
  [
    'finspace',
    finspace(new ConflictException(error)),
    finspace(new ValidationException({ ...error, reason: undefined })),
  ],
  [
    'identity-center',
    identityCenter(
      new IdentityCenterConflict({ ...error, Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' }),
    ),
    identityCenter(new IdentityCenterValidation(error)),
  ],
  ['scim', scim(409, true), scim(400, true)],
  ['scim-without-uniqueness', scim(409, false), scim(422, false)],
])(
  'a conflict and a refusal in stories are what the target returns for them: %s',
  async (name, conflicting, refusing) => {
    const { conflict, refusal } = DIRECTORIES[name][0];

    expect(await createdBy(conflicting)).toEqual(conflict);
    expect(await createdBy(refusing)).toMatchObject(refusal);
  },
);

test.each<[DirectoryName, Target]>([
  ['finspace', finspace(new Error())],
  ['identity-center', identityCenter(new Error())],
  ['scim', scim(200, true)],
  ['scim-without-uniqueness', scim(200, false)],
])('the directory of a story states all that its target states: %s', (name, target) => {
  const [kind] = DIRECTORIES[name];
  const stated = Object.entries(target).filter(([, value]) => typeof value !== 'function');

  expect(createMemoryDirectory(createManualClock(0), kind)).toMatchObject(
    Object.fromEntries(stated),
  );
});

test.each([
  ['scim', true],
  ['scim-without-uniqueness', false],
] as const)(
  'a creation in stories looks for an employee where that of the target does: %s',
  async (name, enforcesUniqueness) => {
    const employee = { id: 'user-1', username: 'ada.byron@example.com', externalid: 'E-1' };
    const [{ findsEmployees }] = DIRECTORIES[name];
    const { kind } = await createdBy(scim(201, enforcesUniqueness, employee), {
      employeeId: 'E-1',
    });

    expect(kind === 'conflict').toBe(findsEmployees);
  },
);

function createdBy(target: Target, ids: { readonly employeeId?: string } = {}) {
  const fields = {
    emailAddress: 'ada@example.com',
    type: 'APP_USER',
    apiAccess: 'DISABLED',
  } as const;
  const creation = { fields, clientToken: 'token-1', personKey: 'user#1', ...ids };
  return target.create(creation, new AbortController().signal);
}
