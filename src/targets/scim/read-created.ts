import type { CreateResult, Creation } from '../../provisioning/ports.ts';
import { isUserId, unusableUserId } from '../user-id.ts';
import { hasAddress } from './addresses.ts';
import { type ScimResponse, unexpectedResponse } from './client.ts';
import type { ExternalIds } from './external-ids.ts';
import { asObject, asText } from './json.ts';
import type { LookUps } from './look-ups.ts';
import { userNameIn } from './user.ts';

/**
 * Reads the response of a creation that succeeded. Some servers send 200 or 201 for an account that existed
 * before, or leave out the id of the new one. An account that may be another person's is a conflict: the engine
 * finds it and decides.
 * @param call the name of the call, for errors
 */
export async function readCreated(
  call: string,
  { status, body = {}, location }: ScimResponse,
  creation: Creation,
  {
    externalIds,
    lookUp,
  }: { readonly externalIds: ExternalIds; readonly lookUp: LookUps['lookUp'] },
  signal: AbortSignal,
): Promise<CreateResult> {
  const owner = externalIds.ownerIn(body);
  const isOurs = owner === externalIds.of(creation);
  if (owner !== undefined && !isOurs) return { kind: 'conflict' };
  const { emailAddress } = creation.fields;
  if (body['username'] !== undefined && !isOurs && !hasAddress(body, emailAddress)) {
    const { failure } = unexpectedResponse(call, status, 'the body describes another user');
    return { kind: 'unknown', ...failure };
  }
  const userId =
    asText(body['id']) ?? idFromUrl(location) ?? idFromUrl(asObject(body['meta'])?.['location']);
  if (userId !== undefined && !isUserId(userId)) return { kind: 'unknown', ...unusableUserId() };
  if (userId !== undefined)
    return isOurs || status === 201
      ? { kind: 'created', userId, ...userNameIn(body) }
      : { kind: 'conflict' };
  const found = await lookUp(emailAddress, creation, signal);
  if (found.kind === 'failed') return { kind: 'unknown', ...found.failure };
  const [user, ...others] = found.kind === 'users' ? found.users : [];
  // No user is visible yet: the same as a lost response.
  if (!user) return { kind: 'unknown', cause: 'target-unavailable' };
  const id = asText(user['id']);
  const isOnlyMatch = others.length === 0 && externalIds.ownerIn(user) === externalIds.of(creation);
  return isOnlyMatch && id
    ? { kind: 'created', userId: id, ...userNameIn(user) }
    : { kind: 'conflict' };
}

/** The last segment of a user's own URL (RFC 7644, 3.3). */
function idFromUrl(location: unknown): string | undefined {
  const [, id] = /\/Users\/([^/?#]+)$/i.exec(asText(location) ?? '') ?? [];
  try {
    return id && decodeURIComponent(id);
  } catch {
    return undefined;
  }
}
