import {
  AccessDeniedException,
  ConflictException,
  CreateGroupMembershipCommand,
  type IdentitystoreClient,
  IsMemberInGroupsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-identitystore';
import type { GrantResult, Target } from '../../provisioning/ports.ts';
import { failureOf, isInvalidInput } from './failure.ts';

const GRANTED: GrantResult = { kind: 'granted' };
const REFUSED: GrantResult = { kind: 'refused' };
const NOT_KNOWN: GrantResult = { kind: 'unknown', cause: 'target-unavailable' };

interface GrantDeps {
  readonly client: Pick<IdentitystoreClient, 'send'>;
  readonly identityStoreId: string;
  /** Reads an account of the store. */
  readonly get: Target['get'];
}

/**
 * Returns the `grant` of a target: CreateGroupMembership, which takes no client token. After a lost response the
 * same call conflicts, also within one call, as the SDK sends it twice.
 */
export function createGrant(deps: GrantDeps): NonNullable<Target['grant']> {
  const { client, identityStoreId: IdentityStoreId, get } = deps;

  return async function grant(userId, group, signal) {
    try {
      return await addMember(userId, group, signal).catch((error) => {
        if (!(error instanceof ConflictException)) throw error;
        return confirmMember(userId, group, signal);
      });
    } catch (error) {
      return resultOf(error, userId, signal);
    }
  };

  async function addMember(UserId: string, GroupId: string, abortSignal: AbortSignal) {
    const input = { IdentityStoreId, GroupId, MemberId: { UserId } };
    const result = await client.send(new CreateGroupMembershipCommand(input), { abortSignal });
    return result.MembershipId ? GRANTED : NOT_KNOWN;
  }

  /**
   * A conflict may also be a concurrent modification of the group (API reference, ConflictException), so it does not
   * prove that the account is in it. Reads may lag behind: "not a member" is no proof either.
   */
  async function confirmMember(UserId: string, GroupId: string, abortSignal: AbortSignal) {
    const input = { IdentityStoreId, GroupIds: [GroupId], MemberId: { UserId } };
    const { Results } = await client.send(new IsMemberInGroupsCommand(input), { abortSignal });
    // The only result is about the only group of the request.
    return Results?.[0]?.MembershipExists ? GRANTED : NOT_KNOWN;
  }

  async function resultOf(
    error: unknown,
    userId: string,
    signal: AbortSignal,
  ): Promise<GrantResult> {
    if (isDenied(error) || isInvalidInput(error)) return REFUSED;
    if (error instanceof ResourceNotFoundException && !error.Reason) {
      if (error.ResourceType === 'USER') return { kind: 'no-such-user' };
      if (error.ResourceType === 'GROUP') return REFUSED;
      if (!error.ResourceType) return whichIsMissing(userId, signal);
    }
    return { kind: 'unknown', ...failureOf(error, signal) };
  }

  /** After an error that does not name what is missing, which the API reference allows. */
  async function whichIsMissing(userId: string, signal: AbortSignal): Promise<GrantResult> {
    const user = await get(userId, signal);
    if (user.kind === 'unknown') return user;
    return user.kind === 'gone' ? { kind: 'no-such-user' } : REFUSED;
  }
}

/** Without a reason the role may not do this. A reason concerns the KMS key, so it is not about one group. */
function isDenied(error: unknown): boolean {
  return error instanceof AccessDeniedException && !error.Reason;
}
