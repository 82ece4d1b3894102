import { createHash } from 'node:crypto';
import type { GrantResult, Target } from '../../provisioning/ports.ts';
import { classifyFailure } from '../aws-call-failure.ts';
import { AssociateUserToPermissionGroupCommand } from './client/commands.ts';
import {
  AccessDeniedException,
  ConflictException,
  ResourceNotFoundException,
  ValidationException,
} from './client/errors.ts';
import type { FinspaceDataClient } from './client/finspace-data-client.ts';

export interface GrantDeps {
  readonly client: Pick<FinspaceDataClient, 'send'>;
  /** Kind and identity of the directory. */
  readonly targetId: string;
  readonly get: Target['get'];
}

/** Adds users to permission groups. Each call has a token, so that one whose response was lost can be repeated. */
export function createGrant({ client, targetId, get }: GrantDeps): NonNullable<Target['grant']> {
  return async (userId, group, signal) => {
    const command = new AssociateUserToPermissionGroupCommand({
      permissionGroupId: group,
      userId,
      clientToken: clientTokenOf(targetId, userId, group),
    });
    try {
      // Every 2xx confirms: in the service's model the output is the status of the response, and no body.
      await client.send(command, { abortSignal: signal });
      return { kind: 'granted' };
    } catch (error) {
      // Assumed to mean that the user is in the group. Only an earlier call under the same token would have succeeded again.
      if (error instanceof ConflictException) return { kind: 'granted' };
      if (error instanceof ResourceNotFoundException) return whatIsMissing(userId, signal);
      if (error instanceof AccessDeniedException) return { kind: 'refused' };
      if (error instanceof ValidationException) return { kind: 'refused' };
      return { kind: 'unknown', ...classifyFailure(error, signal) };
    }
  };

  /** One error stands for a missing user and a missing group, and no documented text distinguishes them. */
  async function whatIsMissing(userId: string, signal: AbortSignal): Promise<GrantResult> {
    const user = await get(userId, signal);
    switch (user.kind) {
      case 'present':
        return { kind: 'refused' };
      case 'gone':
        return { kind: 'no-such-user' };
      case 'unknown':
        return user;
    }
  }
}

/** The same for the same membership, and no token of another operation. 64 of the 128 characters that are allowed. */
function clientTokenOf(targetId: string, userId: string, group: string): string {
  const parts = JSON.stringify(['AssociateUserToPermissionGroup', targetId, userId, group]);
  return createHash('sha256').update(parts).digest('hex');
}
