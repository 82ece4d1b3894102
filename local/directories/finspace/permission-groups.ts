import type { Groups } from '../groups.ts';
import { conflict, notFound } from './service-errors.ts';
import type { User, Users } from './users.ts';

/** The permission groups as the service shows them, with its errors. Every method is atomic. */
export function createPermissionGroups(groups: Groups, users: Users) {
  function requireGroup(permissionGroupId: string): void {
    if (groups.has(permissionGroupId)) return;
    throw notFound(`Permission group '${permissionGroupId}' does not exist`, 'permissionGroupId');
  }

  return {
    /** @throws ServiceError ResourceNotFoundException when there is no such group */
    get(permissionGroupId: string): { readonly permissionGroupId: string } {
      requireGroup(permissionGroupId);
      return { permissionGroupId };
    },

    /**
     * In the order in which they were added.
     * @throws ServiceError ResourceNotFoundException when there is no such group
     */
    membersOf(permissionGroupId: string): readonly User[] {
      requireGroup(permissionGroupId);
      return groups.membersOf(permissionGroupId).map(users.get);
    },

    /**
     * @throws ServiceError ResourceNotFoundException when there is no such group or user, ConflictException when the
     * user is in the group
     */
    addMember(permissionGroupId: string, userId: string): void {
      requireGroup(permissionGroupId);
      users.get(userId);
      if (groups.hasMember(permissionGroupId, userId))
        throw conflict(`User '${userId}' is in permission group '${permissionGroupId}'`, 'userId');
      groups.addMember(permissionGroupId, userId);
    },
  };
}
