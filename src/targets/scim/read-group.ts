import { isUserId } from '../user-id.ts';
import { type FailedCall, isNotFound, type ScimClient, unexpectedStatus } from './client.ts';
import { asText, type ScimObject } from './json.ts';
import { isGroup } from './members.ts';

const GET = 'GET /Groups/{id}';

export type ReadGroupResult =
  | { readonly kind: 'present'; readonly group: ScimObject }
  | { readonly kind: 'gone' }
  | FailedCall;

/** The path of a group; undefined for an id such as `..`, which would lead to another path. */
export function groupPath(group: string): string | undefined {
  // The rule for user ids is the one for steps of a path.
  return isUserId(group) ? `/Groups/${encodeURIComponent(group)}` : undefined;
}

/** Reads one group by id, with the members that the server shows (RFC 7644, 3.4.1). */
export function readGroup(
  client: ScimClient,
  group: string,
  signal: AbortSignal,
): Promise<ReadGroupResult> {
  return read(client, group, '', signal);
}

/** Whether a group exists. Its members are not asked for: there may be thousands (RFC 7644, 3.9). */
export async function findGroup(
  client: ScimClient,
  group: string,
  signal: AbortSignal,
): Promise<{ readonly kind: 'present' } | { readonly kind: 'gone' } | FailedCall> {
  const result = await read(client, group, '?excludedAttributes=members', signal);
  // A server that returns the members anyway has the group.
  const isTooLarge = result.kind === 'failed' && result.isTooLarge && result.status === 200;
  return isTooLarge || result.kind === 'present' ? { kind: 'present' } : result;
}

async function read(
  client: ScimClient,
  group: string,
  query: string,
  signal: AbortSignal,
): Promise<ReadGroupResult> {
  const path = groupPath(group);
  if (path === undefined) return { kind: 'gone' };
  const result = await client.call({ name: GET, path: path + query, expects: 'group' }, signal);
  if (result.kind === 'failed') return result;
  // As of a user, only SCIM's own 404 means that the group is gone.
  if (isNotFound(result)) return { kind: 'gone' };
  const { status, body = {} } = result;
  const isThisGroup = status === 200 && isGroup(asText(body['id']), group);
  return isThisGroup ? { kind: 'present', group: body } : unexpectedStatus(GET, status);
}
