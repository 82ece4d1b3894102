import type {
  $SchemaRef,
  NumericSchema,
  SchemaTraits,
  StaticListSchema,
  StaticOperationSchema,
  StaticStructureSchema,
  StringSchema,
} from '@smithy/types';
import { NAMESPACE } from './errors.ts';

// The first number of a schema is the SDK's code for a Smithy shape, as in every generated client:
// 0 string, 1 number or list, 3 structure, 9 operation (@smithy/types, schema/).
export const STRING: StringSchema = 0;
export const NUMBER: NumericSchema = 1;
export const SENSITIVE: $SchemaRef = [STRING, { sensitive: 1 }];
export const IN_PATH: $SchemaRef = [STRING, { httpLabel: 1 }];
const IDEMPOTENCY_TOKEN: $SchemaRef = [STRING, { idempotencyToken: 1 }];

type Members = Readonly<Record<string, $SchemaRef>>;

export function structure(
  name: string,
  members: Members,
  traits: SchemaTraits = 0,
): StaticStructureSchema {
  return [3, NAMESPACE, name, traits, Object.keys(members), Object.values(members)];
}

export function operation(
  name: string,
  [method, path]: readonly [method: string, path: string],
  input: Members,
  output: Members,
): StaticOperationSchema {
  return [
    9,
    NAMESPACE,
    name,
    { http: [method, path, 200] },
    structure(`${name}Request`, input),
    structure(`${name}Response`, output),
  ];
}

const profile = {
  type: STRING,
  firstName: SENSITIVE,
  lastName: SENSITIVE,
  apiAccess: STRING,
  apiAccessPrincipalArn: STRING,
};

const user = {
  userId: STRING,
  status: STRING,
  emailAddress: SENSITIVE,
  ...profile,
  createTime: NUMBER,
  lastEnabledTime: NUMBER,
  lastDisabledTime: NUMBER,
  lastModifiedTime: NUMBER,
  lastLoginTime: NUMBER,
};

const USERS: StaticListSchema = [1, NAMESPACE, 'UserList', 0, structure('User', user)];

export const createUser = operation(
  'CreateUser',
  ['POST', '/user'],
  { emailAddress: SENSITIVE, ...profile, clientToken: IDEMPOTENCY_TOKEN },
  { userId: STRING },
);

export const getUser = operation('GetUser', ['GET', '/user/{userId}'], { userId: IN_PATH }, user);

export const listUsers = operation(
  'ListUsers',
  ['GET', '/user'],
  {
    nextToken: [STRING, { httpQuery: 'nextToken' }],
    maxResults: [NUMBER, { httpQuery: 'maxResults' }],
  },
  { users: USERS, nextToken: STRING },
);

export const updateUser = operation(
  'UpdateUser',
  ['PUT', '/user/{userId}'],
  { userId: IN_PATH, ...profile, clientToken: IDEMPOTENCY_TOKEN },
  { userId: STRING },
);

export const enableUser = operation(
  'EnableUser',
  ['POST', '/user/{userId}/enable'],
  { userId: IN_PATH, clientToken: IDEMPOTENCY_TOKEN },
  { userId: STRING },
);

export const disableUser = operation(
  'DisableUser',
  ['POST', '/user/{userId}/disable'],
  { userId: IN_PATH, clientToken: IDEMPOTENCY_TOKEN },
  { userId: STRING },
);

export const associateUserToPermissionGroup = operation(
  'AssociateUserToPermissionGroup',
  ['POST', '/permission-group/{permissionGroupId}/users/{userId}'],
  { permissionGroupId: IN_PATH, userId: IN_PATH, clientToken: IDEMPOTENCY_TOKEN },
  { statusCode: [NUMBER, { httpResponseCode: 1 }] },
);
