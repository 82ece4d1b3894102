import type { Route } from '../aws-double/http-server.ts';
import type { Operation } from './input-rules.ts';

/** rest-json identifies an operation by method and path. */
export const ROUTES: readonly Route<Operation>[] = [
  { operationOf: () => 'CreateUser', method: 'POST', url: '/user' },
  { operationOf: () => 'ListUsers', method: 'GET', url: '/user' },
  {
    operationOf: () => 'GetProgrammaticAccessCredentials',
    method: 'GET',
    url: '/credentials/programmatic',
  },
  { operationOf: () => 'GetUser', method: 'GET', url: '/user/:userId' },
  {
    operationOf: () => 'GetPermissionGroup',
    method: 'GET',
    url: '/permission-group/:permissionGroupId',
  },
  {
    operationOf: () => 'ListUsersByPermissionGroup',
    method: 'GET',
    url: '/permission-group/:permissionGroupId/users',
  },
  {
    operationOf: () => 'AssociateUserToPermissionGroup',
    method: 'POST',
    url: '/permission-group/:permissionGroupId/users/:userId',
  },
];
