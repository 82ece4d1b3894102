import { randomUUID } from 'node:crypto';
import type { FailedCall, ScimClient } from './client.ts';
import { asText, type ScimObject } from './json.ts';
import { readListResponse } from './list-response.ts';
import { isGroup, type Membership, memberIdsOf } from './members.ts';
import { scimTypeOf } from './refusal.ts';

/**
 * How servers name the member in a filter: Entra ID's SCIM API only as RFC 7643 does, Identity Center's only as Entra's
 * own client does, which is what most servers are written for.
 */
const ATTRIBUTES = ['members.value', 'members'] as const;

export type MemberFilterResult =
  | { readonly kind: 'member' }
  /** The server applied the filter, and no group matches. */
  | { readonly kind: 'not-shown' }
  /** The server has no such filter. */
  | { readonly kind: 'hidden' }
  | FailedCall;

type MemberFilter = (membership: Membership, signal: AbortSignal) => Promise<MemberFilterResult>;

type FilteredGroups =
  | { readonly kind: 'groups'; readonly groups: readonly ScimObject[] }
  /** A server may refuse a filter that it has, for a member whom it does not know. */
  | { readonly kind: 'refused'; readonly isUnsupported: boolean }
  /** Something that has no bearing on the filter. */
  | { readonly kind: 'no-answer' }
  | FailedCall;

const MEMBER = { kind: 'member' } as const;
const HIDDEN = { kind: 'hidden' } as const;

/** Asks for the group by its id and one member. The attribute that has worked is asked for first from then on. */
export function createMemberFilter(client: ScimClient): MemberFilter {
  let filters = ATTRIBUTES.map((attribute) => createFilter(client, attribute));

  return async (membership, signal) => {
    let result: MemberFilterResult = HIDDEN;
    for (const filter of filters) {
      const next = await filter(membership, signal);
      if (next.kind === 'failed') return next;
      if (next.kind === 'member') {
        filters = [filter, ...filters.filter((other) => other !== filter)];
        return next;
      }
      if (next.kind === 'not-shown') result = next;
    }
    return result;
  };
}

/**
 * A filter by one attribute. Many servers do not have it, and show no members in lists: then a group in the answer
 * proves something only if the same filter does not find it for an id that no user has. That is asked once. What a
 * server does with the filter is remembered for the life of the instance.
 */
function createFilter(client: ScimClient, attribute: string): MemberFilter {
  let use: 'unknown' | 'applied' | 'unusable' = 'unknown';

  return async ({ userId, group }, signal) => {
    if (use === 'unusable') return HIDDEN;
    const result = await filterGroups(client, attribute, { userId, group }, signal);
    if (result.kind === 'failed') return result;
    if (result.kind === 'refused') {
      if (result.isUnsupported) use = 'unusable';
      return HIDDEN;
    }
    if (result.kind === 'no-answer') return HIDDEN;
    const [first, ...others] = result.groups;
    if (!first) return { kind: 'not-shown' };
    if (others.length > 0 || !isGroup(asText(first['id']), group)) use = 'unusable';
    else if (memberIdsOf(first).includes(userId)) return MEMBER;
    else if (use === 'unknown') {
      const noUser = { userId: randomUUID(), group };
      const control = await filterGroups(client, attribute, noUser, signal);
      if (control.kind === 'failed') return control;
      if (control.kind === 'no-answer') return HIDDEN;
      const isFound = control.kind === 'groups' && control.groups.length > 0;
      use = isFound ? 'unusable' : 'applied';
    }
    return use === 'applied' ? MEMBER : HIDDEN;
  };
}

async function filterGroups(
  client: ScimClient,
  attribute: string,
  { userId, group }: Membership,
  signal: AbortSignal,
): Promise<FilteredGroups> {
  const name = `GET /Groups?filter=id and ${attribute}`;
  const filter = `id eq ${JSON.stringify(group)} and ${attribute} eq ${JSON.stringify(userId)}`;
  const path = `/Groups?filter=${encodeURIComponent(filter)}`;
  const result = await client.call({ name, path, expects: 'group' }, signal);
  if (result.kind === 'failed') return isSilent(result) ? { kind: 'no-answer' } : result;
  const { status, body } = result;
  if ([400, 404, 422, 501].includes(status)) {
    const isUnsupported = status === 501 || scimTypeOf(body) === 'invalidFilter';
    return { kind: 'refused', isUnsupported };
  }
  const list = readListResponse(result);
  const isCounted = list?.users.length === 0 && (list.total ?? 0) > 0;
  return list && !isCounted ? { kind: 'groups', groups: list.users } : { kind: 'no-answer' };
}

/**
 * Whether a failed read of groups says nothing about the server's health: some tokens may not read groups, and some
 * servers respond with 500 to a filter that they do not have, or to a large group.
 */
export function isSilent({ status, isTooLarge }: FailedCall): boolean {
  return isTooLarge === true || status === 403 || status === 500;
}
