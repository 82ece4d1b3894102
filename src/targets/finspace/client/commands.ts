import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { MetadataBearer, StaticOperationSchema } from '@smithy/types';
import { endpointParameterSources } from './endpoint.ts';
import type { FinspaceDataClientResolvedConfig } from './finspace-data-client.ts';
import type {
  AssociateUserToPermissionGroupRequest,
  AssociateUserToPermissionGroupResponse,
  CreateUserRequest,
  ListUsersRequest,
  ListUsersResponse,
  UpdateUserRequest,
  User,
  UserChangeRequest,
  UserIdResponse,
  UserRequest,
} from './models.ts';
import {
  associateUserToPermissionGroup,
  createUser,
  disableUser,
  enableUser,
  getUser,
  listUsers,
  updateUser,
} from './schemas.ts';

const build = makeBuilder<FinspaceDataClientResolvedConfig, object, MetadataBearer>(
  endpointParameterSources,
  'AWSHabaneroPublicAPI',
  'FinspaceDataClient',
  getEndpointPlugin,
);

export const command = <Input extends object, Output extends MetadataBearer>(
  operation: StaticOperationSchema,
) => build<Input, Output>({}, () => [], operation[2], operation);

export type CreateUserCommandInput = CreateUserRequest;
export type CreateUserCommandOutput = UserIdResponse & MetadataBearer;
/** POST /user: creates a user. The address must be unique. */
export class CreateUserCommand extends command<CreateUserCommandInput, CreateUserCommandOutput>(
  createUser,
) {}

export type GetUserCommandInput = UserRequest;
export type GetUserCommandOutput = User & MetadataBearer;
/** GET /user/{userId}. */
export class GetUserCommand extends command<GetUserCommandInput, GetUserCommandOutput>(getUser) {}

export type ListUsersCommandInput = ListUsersRequest;
export type ListUsersCommandOutput = ListUsersResponse & MetadataBearer;
/** GET /user: one page of all users. */
export class ListUsersCommand extends command<ListUsersCommandInput, ListUsersCommandOutput>(
  listUsers,
) {}

export type UpdateUserCommandInput = UpdateUserRequest;
export type UpdateUserCommandOutput = UserIdResponse & MetadataBearer;
/** PUT /user/{userId}: changes the given fields. The address cannot change. */
export class UpdateUserCommand extends command<UpdateUserCommandInput, UpdateUserCommandOutput>(
  updateUser,
) {}

export type EnableUserCommandInput = UserChangeRequest;
export type EnableUserCommandOutput = UserIdResponse & MetadataBearer;
/** POST /user/{userId}/enable. */
export class EnableUserCommand extends command<EnableUserCommandInput, EnableUserCommandOutput>(
  enableUser,
) {}

export type DisableUserCommandInput = UserChangeRequest;
export type DisableUserCommandOutput = UserIdResponse & MetadataBearer;
/** POST /user/{userId}/disable. */
export class DisableUserCommand extends command<DisableUserCommandInput, DisableUserCommandOutput>(
  disableUser,
) {}

export type AssociateUserToPermissionGroupCommandInput = AssociateUserToPermissionGroupRequest;
export type AssociateUserToPermissionGroupCommandOutput = AssociateUserToPermissionGroupResponse &
  MetadataBearer;
/**
 * POST /permission-group/{permissionGroupId}/users/{userId}: adds a user to a permission group.
 * https://docs.aws.amazon.com/finspace/latest/data-api/API_AssociateUserToPermissionGroup.html
 */
export class AssociateUserToPermissionGroupCommand extends command<
  AssociateUserToPermissionGroupCommandInput,
  AssociateUserToPermissionGroupCommandOutput
>(associateUserToPermissionGroup) {}
