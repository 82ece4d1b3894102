import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { User } from './client/models.ts';

/**
 * A user as the core knows it; undefined if FinSpace does not tell its id or address.
 * One without type or status counts as still being created: nothing is decided on half a picture.
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
