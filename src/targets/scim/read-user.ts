import { type FailedCall, isNotFound, type ScimClient, unexpectedStatus } from './client.ts';
import { asText, type ScimObject } from './json.ts';
import { isComplete } from './user.ts';

const GET = 'GET /Users/{id}';

export type ReadUserResult =
  | { readonly kind: 'present'; readonly user: ScimObject }
  | { readonly kind: 'gone' }
  | FailedCall;

/** Reads one user by id (RFC 7644, 3.4.1). */
export async function readUser(
  client: ScimClient,
  userId: string,
  signal: AbortSignal,
): Promise<ReadUserResult> {
  const path = `/Users/${encodeURIComponent(userId)}`;
  const result = await client.call({ name: GET, path }, signal);
  if (result.kind === 'failed') return result;
  // A wrong base URL also returns 404, but without a SCIM error body: only the latter means that
  // the user is gone.
  if (isNotFound(result)) return { kind: 'gone' };
  const { status, body = {} } = result;
  const isUser = status === 200 && isComplete(body) && asText(body['id']) === userId;
  return isUser ? { kind: 'present', user: body } : unexpectedStatus(GET, status);
}
