import { classifyFailure } from '../aws-call-failure.ts';
import type { FindGroup } from '../find-group.ts';
import { ResourceNotFoundException } from './client/errors.ts';
import type { FinspaceDataClient } from './client/finspace-data-client.ts';
import { GetPermissionGroupCommand } from './client/get-permission-group.ts';

/** Looks for permission groups. For operators: the function never does. */
export function createFindGroup(client: Pick<FinspaceDataClient, 'send'>): FindGroup {
  return async (permissionGroupId, abortSignal) => {
    try {
      await client.send(new GetPermissionGroupCommand({ permissionGroupId }), { abortSignal });
      return { kind: 'present' };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return { kind: 'gone' };
      return { kind: 'failed', failure: classifyFailure(error, abortSignal) };
    }
  };
}
