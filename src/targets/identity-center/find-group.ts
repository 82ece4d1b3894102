import {
  DescribeGroupCommand,
  type IdentitystoreClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-identitystore';
import type { FindGroup } from '../find-group.ts';
import { failureOf } from './failure.ts';

/** Looks for groups of an identity store. For operators: the function never does. */
export function createFindGroup(
  client: Pick<IdentitystoreClient, 'send'>,
  IdentityStoreId: string,
): FindGroup {
  return async (GroupId, abortSignal) => {
    try {
      await client.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }), { abortSignal });
      return { kind: 'present' };
    } catch (error) {
      if (isGroupMissing(error)) return { kind: 'gone' };
      return { kind: 'failed', failure: failureOf(error, abortSignal) };
    }
  };
}

/** The API reference lets the error not name what is missing. A reason concerns the KMS key of the store. */
export function isGroupMissing(error: unknown): boolean {
  if (!(error instanceof ResourceNotFoundException) || error.Reason) return false;
  return error.ResourceType === undefined || error.ResourceType === 'GROUP';
}
