import type { MetadataBearer, StaticListSchema } from '@smithy/types';
import { command } from './commands.ts';
import { NAMESPACE } from './errors.ts';
import type { GetPermissionGroupRequest, GetPermissionGroupResponse } from './models.ts';
import { IN_PATH, NUMBER, operation, SENSITIVE, STRING, structure } from './schemas.ts';

// In a file of its own: the function never calls it, and its bundle leaves it out.

const APPLICATION_PERMISSIONS: StaticListSchema = [
  1,
  NAMESPACE,
  'ApplicationPermissionList',
  0,
  STRING,
];

const permissionGroup = structure('PermissionGroup', {
  permissionGroupId: STRING,
  name: SENSITIVE,
  description: SENSITIVE,
  applicationPermissions: APPLICATION_PERMISSIONS,
  createTime: NUMBER,
  lastModifiedTime: NUMBER,
  membershipStatus: STRING,
});

export const getPermissionGroup = operation(
  'GetPermissionGroup',
  ['GET', '/permission-group/{permissionGroupId}'],
  { permissionGroupId: IN_PATH },
  { permissionGroup },
);

export type GetPermissionGroupCommandInput = GetPermissionGroupRequest;
export type GetPermissionGroupCommandOutput = GetPermissionGroupResponse & MetadataBearer;
/**
 * GET /permission-group/{permissionGroupId}. A group that does not exist is a ResourceNotFoundException.
 * https://docs.aws.amazon.com/finspace/latest/data-api/API_GetPermissionGroup.html
 */
export class GetPermissionGroupCommand extends command<
  GetPermissionGroupCommandInput,
  GetPermissionGroupCommandOutput
>(getPermissionGroup) {}
