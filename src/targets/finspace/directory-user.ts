import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { User } from './client/models.ts';

/**
 * The core's view of a user; undefined if FinSpace returns no id or no address. A user without type or
 * status counts as still being created, so that nothing is decided on incomplete data.
 */
export function toDirectoryUser(user: User): DirectoryUser | undefined {
  const { userId, emailAddress, firstName, lastName, apiAccessPrincipalArn, createTime } = user;
  if (!userId || !emailAddress) return undefined;
  return {
    userId,
    emailAddress,
    type: user.type ?? 'APP_USER',
    status: (user.type && user.status) ?? 'CREATING',
    apiAccess: user.apiAccess ?? 'DISABLED',
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    ...(apiAccessPrincipalArn && { apiAccessPrincipalArn }),
    ...(typeof createTime === 'number' && { createTimeMs: createTime }),
  };
}
