import {
  type FailedCall,
  isNotFound,
  type ScimClient,
  unexpectedResponse,
  unexpectedStatus,
} from './client.ts';
import { asText, type ScimObject } from './json.ts';
import { isComplete } from './user.ts';

const GET = 'GET /Users/{id}';

export type ReadUserResult =
  | { readonly kind: 'present'; readonly user: ScimObject }
  | { readonly kind: 'gone' }
  /** `isUnreadable`: there is such a user, but without an address, or with more than a user has. */
  | (FailedCall & { readonly isUnreadable?: true });

/** Reads one user by id (RFC 7644, 3.4.1). */
export async function readUser(
  client: ScimClient,
  userId: string,
  signal: AbortSignal,
): Promise<ReadUserResult> {
  const path = `/Users/${encodeURIComponent(userId)}`;
  const result = await client.call({ name: GET, path }, signal);
  if (result.kind === 'failed')
    return result.isTooLarge && result.status === 200 ? { ...result, isUnreadable: true } : result;
  // A wrong base URL also returns 404, but without a SCIM error body: only the latter means that
  // the user is gone.
  if (isNotFound(result)) return { kind: 'gone' };
  const { status, body = {} } = result;
  const isUser = status === 200 && asText(body['id']) === userId;
  if (!isUser) return unexpectedStatus(GET, status);
  if (isComplete(body)) return { kind: 'present', user: body };
  const remedy = 'the user has no address, or is too long; correct it in the directory';
  return { ...unexpectedResponse(GET, status, remedy), isUnreadable: true };
}
