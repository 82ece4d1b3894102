import { hash } from 'node:crypto';
import type { DirectoryUser } from '../../provisioning/directory-user.ts';

/**
 * Whom the pages showed that were read so far, for the life of the instance: user ids by the SHA-256
 * of their address, for at most `limit` people. Once it is full, nobody is added.
 *
 * That somebody was seen is a hint, for the directory to confirm; that somebody was not says nothing.
 * Only addresses in lower case are kept, as a hire's is: nobody asks for another spelling, which would
 * prove nothing about the exact one.
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
