import type { CallFailure, GrantResult } from '../../provisioning/ports.ts';
import {
  type ScimClient,
  type ScimResult,
  unexpectedResponse,
  unexpectedStatus,
} from './client.ts';
import { asText } from './json.ts';
import { createMembershipLookUp, type MembershipLookUp } from './look-up-membership.ts';
import { isGroup, type Membership, memberIdsOf } from './members.ts';
import { groupPath } from './read-group.ts';

const PATCH = 'PATCH /Groups/{id}';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const UNCLEAR =
  'account and group exist, but no membership is shown: reads lag, or the server adds no members to this group, because it is managed elsewhere';

/** A response that does not prove whether the account is in the group. */
interface Unproved {
  readonly kind: 'unproved';
  readonly status: number;
  /** Whether it states success. A refusal may also mean that the account is in the group. */
  readonly isSuccess: boolean;
  /** Of a 500, by which some servers mean a member who is in the group, or whom they do not know. */
  readonly failure?: CallFailure;
}

/**
 * Adds accounts to groups (RFC 7644, 3.5.2.1). The engine calls an account provisioned only once it is in all groups,
 * so what the response does not prove is looked up: many servers respond with 204, cut a long list of members or leave
 * it out, and some ignore the addition.
 */
export function createGrant(client: ScimClient) {
  const lookUp = createMembershipLookUp(client);

  return async (userId: string, group: string, signal: AbortSignal): Promise<GrantResult> => {
    const path = groupPath(group);
    if (path === undefined) return { kind: 'refused' };
    const call = { name: PATCH, path, method: 'PATCH', body: additionOf(userId) } as const;
    const result = await client.call({ ...call, expects: 'group' }, signal);
    const judged = judge(result, { userId, group });
    if (judged.kind !== 'unproved') return judged;
    return conclude(judged, await lookUp({ userId, group }, signal));
  };

  function conclude(unproved: Unproved, found: MembershipLookUp): GrantResult {
    switch (found.kind) {
      case 'member':
        return { kind: 'granted' };
      case 'no-such-user':
        return { kind: 'no-such-user' };
      case 'no-such-group':
        return { kind: 'refused' };
      case 'failed':
        return { kind: 'unknown', ...found.failure };
    }
    const { status, isSuccess, failure } = unproved;
    if (failure) return { kind: 'unknown', ...failure };
    // The server shows memberships nowhere. Success is then the most that it will ever say.
    if (isSuccess && found.kind === 'hidden') return { kind: 'granted' };
    return { kind: 'not-shown', error: unexpectedResponse(PATCH, status, UNCLEAR).failure.error };
  }
}

/** Only adds; nothing is added twice. Entra ID and Identity Center document exactly this form. */
function additionOf(userId: string): object {
  return {
    schemas: [PATCH_SCHEMA],
    Operations: [{ op: 'add', path: 'members', value: [{ value: userId }] }],
  };
}

function judge(result: ScimResult, { userId, group }: Membership): GrantResult | Unproved {
  const { status = 0 } = result;
  const isSuccess = status >= 200 && status < 300;
  const unproved = { kind: 'unproved', status, isSuccess } as const;
  if (result.kind === 'failed') {
    if (result.isTooLarge && isSuccess) return unproved;
    if (status === 500) return { ...unproved, failure: result.failure };
    return status === 403 ? { kind: 'refused' } : { kind: 'unknown', ...result.failure };
  }
  if (isSuccess) {
    const { body = {} } = result;
    const isThisGroup = body['id'] === undefined || isGroup(asText(body['id']), group);
    return isThisGroup && memberIdsOf(body).includes(userId) ? { kind: 'granted' } : unproved;
  }
  if ([400, 404, 409, 422].includes(status)) return unproved;
  // The server has no PATCH, or none for groups.
  if (status === 405 || status === 501) return { kind: 'refused' };
  return { kind: 'unknown', ...unexpectedStatus(PATCH, status).failure };
}
