export type UserType = 'SUPER_USER' | 'APP_USER';
export type UserStatus = 'CREATING' | 'ENABLED' | 'DISABLED';
export type ApiAccess = 'ENABLED' | 'DISABLED';
export type MembershipStatus = 'ADDITION_IN_PROGRESS' | 'ADDITION_SUCCESS' | 'REMOVAL_IN_PROGRESS';

export interface CreateUserRequest {
  emailAddress: string | undefined;
  type: UserType | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  apiAccess?: ApiAccess | undefined;
  apiAccessPrincipalArn?: string | undefined;
  /** Makes the call idempotent for ten minutes. Default: a UUID. */
  clientToken?: string | undefined;
}

export interface UpdateUserRequest {
  userId: string | undefined;
  type?: UserType | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  apiAccess?: ApiAccess | undefined;
  apiAccessPrincipalArn?: string | undefined;
  clientToken?: string | undefined;
}

/** The input of GetUser. */
export interface UserRequest {
  userId: string | undefined;
}

/** The input of EnableUser and DisableUser. */
export interface UserChangeRequest extends UserRequest {
  clientToken?: string | undefined;
}

/** The output of every call that changes a user. */
export interface UserIdResponse {
  userId?: string | undefined;
}

export interface ListUsersRequest {
  nextToken?: string | undefined;
  /** 1 to 100; the service refuses a request without it. */
  maxResults: number | undefined;
}

export interface ListUsersResponse {
  users?: User[] | undefined;
  nextToken?: string | undefined;
}

export interface AssociateUserToPermissionGroupRequest extends UserRequest {
  permissionGroupId: string | undefined;
  /** Makes the call idempotent for ten minutes. Default: a UUID. */
  clientToken?: string | undefined;
}

export interface AssociateUserToPermissionGroupResponse {
  /** The status of the HTTP response. The body has no members. */
  statusCode?: number | undefined;
}

export interface GetPermissionGroupRequest {
  permissionGroupId: string | undefined;
}

export interface GetPermissionGroupResponse {
  permissionGroup?: PermissionGroup | undefined;
}

export interface ListUsersByPermissionGroupRequest {
  permissionGroupId: string | undefined;
  nextToken?: string | undefined;
  /** 1 to 100; the service refuses a request without it. */
  maxResults: number | undefined;
}

export interface ListUsersByPermissionGroupResponse {
  users?: UserByPermissionGroup[] | undefined;
  nextToken?: string | undefined;
}

/** A user, without times, as a member of a permission group. */
export interface UserByPermissionGroup
  extends Omit<
    User,
    'createTime' | 'lastEnabledTime' | 'lastDisabledTime' | 'lastModifiedTime' | 'lastLoginTime'
  > {
  membershipStatus?: MembershipStatus | undefined;
}

/** All times are epoch milliseconds. */
export interface PermissionGroup {
  permissionGroupId?: string | undefined;
  name?: string | undefined;
  description?: string | undefined;
  /** What members may do, such as `CreateDataset` or `ManageUsersAndGroups`. */
  applicationPermissions?: string[] | undefined;
  createTime?: number | undefined;
  lastModifiedTime?: number | undefined;
  membershipStatus?: string | undefined;
}

export interface GetProgrammaticAccessCredentialsRequest {
  environmentId: string | undefined;
  /** 1 to 60; to 720 before 2023-09-25. */
  durationInMinutes?: number | undefined;
}

export interface GetProgrammaticAccessCredentialsResponse {
  credentials?: Credentials | undefined;
  durationInMinutes?: number | undefined;
}

export interface Credentials {
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  sessionToken?: string | undefined;
}

/** All times are epoch milliseconds. */
export interface User {
  userId?: string | undefined;
  status?: UserStatus | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  emailAddress?: string | undefined;
  type?: UserType | undefined;
  apiAccess?: ApiAccess | undefined;
  apiAccessPrincipalArn?: string | undefined;
  createTime?: number | undefined;
  lastEnabledTime?: number | undefined;
  lastDisabledTime?: number | undefined;
  lastModifiedTime?: number | undefined;
  lastLoginTime?: number | undefined;
}
