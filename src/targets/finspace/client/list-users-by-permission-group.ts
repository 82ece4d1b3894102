import type { MetadataBearer, StaticListSchema } from '@smithy/types';
import { command } from './commands.ts';
import { NAMESPACE } from './errors.ts';
import type {
  ListUsersByPermissionGroupRequest,
  ListUsersByPermissionGroupResponse,
} from './models.ts';
import { IN_PATH, NUMBER, operation, SENSITIVE, STRING, structure } from './schemas.ts';

// In a file of its own: the function never calls it, and its bundle leaves it out.

const USERS: StaticListSchema = [
  1,
  NAMESPACE,
  'UserByPermissionGroupList',
  0,
  structure('UserByPermissionGroup', {
    userId: STRING,
    status: STRING,
    firstName: SENSITIVE,
    lastName: SENSITIVE,
    emailAddress: SENSITIVE,
    type: STRING,
    apiAccess: STRING,
    apiAccessPrincipalArn: STRING,
    membershipStatus: STRING,
  }),
];

const listUsersByPermissionGroup = operation(
  'ListUsersByPermissionGroup',
  ['GET', '/permission-group/{permissionGroupId}/users'],
  {
    permissionGroupId: IN_PATH,
    nextToken: [STRING, { httpQuery: 'nextToken' }],
    maxResults: [NUMBER, { httpQuery: 'maxResults' }],
  },
  { users: USERS, nextToken: STRING },
);

export type ListUsersByPermissionGroupCommandInput = ListUsersByPermissionGroupRequest;
export type ListUsersByPermissionGroupCommandOutput = ListUsersByPermissionGroupResponse &
  MetadataBearer;
/**
 * GET /permission-group/{permissionGroupId}/users: one page of the users in a permission group.
 * https://docs.aws.amazon.com/finspace/latest/data-api/API_ListUsersByPermissionGroup.html
 */
export class ListUsersByPermissionGroupCommand extends command<
  ListUsersByPermissionGroupCommandInput,
  ListUsersByPermissionGroupCommandOutput
>(listUsersByPermissionGroup) {}
