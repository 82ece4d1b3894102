import { hash } from 'node:crypto';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';

/**
 * Remembers the users on the pages read so far, for the life of the instance: user ids by the SHA-256 of
 * the address, for at most `limit` users. When full, it adds no one.
 *
 * An entry is a hint that the directory must confirm; a missing entry proves nothing. Only lower-case
 * addresses are kept: a hire's address is lower case, and another spelling would not be an exact match.
 */
export function createSeenUsers(limit: number) {
  const userIds = new Map<string, string>();

  return {
    add(users: readonly DirectoryUser[]): void {
      for (const { emailAddress, userId } of users) {
        if (emailAddress !== emailAddress.toLowerCase()) continue;
        const key = keyOf(emailAddress);
        if (userIds.size < limit || userIds.has(key)) userIds.set(key, userId);
      }
    },
    userIdOf: (emailAddress: string): string | undefined => userIds.get(keyOf(emailAddress)),
    forget: (emailAddress: string): void => void userIds.delete(keyOf(emailAddress)),
  };
}

function keyOf(emailAddress: string): string {
  return hash('sha256', emailAddress, 'base64');
}
