import type { CreateResult, Creation } from '../../provisioning/ports.ts';
import { isUserId, unusableUserId } from '../user-id.ts';
import { hasAddress, hasAnyAddress } from './addresses.ts';
import { type ScimResponse, unexpectedResponse } from './client.ts';
import type { ExternalIds } from './external-ids.ts';
import { asObject, asText } from './json.ts';
import type { LookUps } from './look-ups.ts';
import { userNameIn } from './user.ts';

/**
 * Reads the response of a creation that succeeded. Some servers send 200 or 201 for an account that existed
 * before, or leave out the id of the new one. An account that may have been there, or may be another person's, is a
 * conflict: the engine finds it and decides.
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
  if (body['username'] !== undefined) {
    // The hire does not prove whose employee id it brings.
    if (isOurs && !hasAnyAddress(body, emailAddress)) return { kind: 'conflict' };
    if (!isOurs && !hasAddress(body, emailAddress)) {
      const { failure } = unexpectedResponse(call, status, 'the body describes another user');
      return { kind: 'unknown', ...failure };
    }
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
  // Neither id nor address proves that this call created the account: it may have been there, and not be the hire's.
  if (found.kind === 'users' && found.users.length > 0) return { kind: 'conflict' };
  // No user is visible yet: the same as a lost response.
  return { kind: 'unknown', cause: 'target-unavailable' };
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
