import type {
  $SchemaRef,
  NumericSchema,
  StaticListSchema,
  StaticOperationSchema,
  StaticStructureSchema,
  StringSchema,
} from '@smithy/types';
import { namespace } from './errors.ts';

// The numbers that open a schema are the SDK's own codes for Smithy's kinds of shape, as in every
// generated client: 0 string, 1 number or list, 3 structure, 9 operation (@smithy/types, schema/).
const string: StringSchema = 0;
const number: NumericSchema = 1;
const sensitive: $SchemaRef = [string, { sensitive: 1 }];
const inPath: $SchemaRef = [string, { httpLabel: 1 }];
const idempotencyToken: $SchemaRef = [string, { idempotencyToken: 1 }];

type Members = Readonly<Record<string, $SchemaRef>>;

function structure(name: string, members: Members): StaticStructureSchema {
  return [3, namespace, name, 0, Object.keys(members), Object.values(members)];
}

function operation(
  name: string,
  [method, path]: readonly [method: string, path: string],
  input: Members,
  output: Members,
): StaticOperationSchema {
  return [
    9,
    namespace,
    name,
    { http: [method, path, 200] },
    structure(`${name}Request`, input),
    structure(`${name}Response`, output),
  ];
}

const profile = {
  type: string,
  firstName: sensitive,
  lastName: sensitive,
  apiAccess: string,
  apiAccessPrincipalArn: string,
};

const user = {
  userId: string,
  status: string,
  emailAddress: sensitive,
  ...profile,
  createTime: number,
  lastEnabledTime: number,
  lastDisabledTime: number,
  lastModifiedTime: number,
  lastLoginTime: number,
};

const users: StaticListSchema = [1, namespace, 'UserList', 0, structure('User', user)];

export const createUser = operation(
  'CreateUser',
  ['POST', '/user'],
  { emailAddress: sensitive, ...profile, clientToken: idempotencyToken },
  { userId: string },
);

export const getUser = operation('GetUser', ['GET', '/user/{userId}'], { userId: inPath }, user);

export const listUsers = operation(
  'ListUsers',
  ['GET', '/user'],
  {
    nextToken: [string, { httpQuery: 'nextToken' }],
    maxResults: [number, { httpQuery: 'maxResults' }],
  },
  { users, nextToken: string },
);

export const updateUser = operation(
  'UpdateUser',
  ['PUT', '/user/{userId}'],
  { userId: inPath, ...profile, clientToken: idempotencyToken },
  { userId: string },
);

export const enableUser = operation(
  'EnableUser',
  ['POST', '/user/{userId}/enable'],
  { userId: inPath, clientToken: idempotencyToken },
  { userId: string },
);

export const disableUser = operation(
  'DisableUser',
  ['POST', '/user/{userId}/disable'],
  { userId: inPath, clientToken: idempotencyToken },
  { userId: string },
);
