import { type FailedCall, type ScimResponse, unexpectedResponse } from './client.ts';
import { asObjects, type ScimObject } from './json.ts';

/** A page of users, or the result of a filter (RFC 7644, 3.4.2). */
export interface ListResponse {
  readonly users: readonly ScimObject[];
  /** Number of users in all; undefined where the server leaves it out. */
  readonly total: number | undefined;
  /** Index of the first user, from 1; undefined where the server leaves it out. */
  readonly startIndex: number | undefined;
}

/** Accounts of one person. They are kept in memory, and their ids on the record, until all users are read. */
export const MAX_MATCHES = 100;

/** undefined if the response is not a list. */
export function readListResponse({ status, body }: ScimResponse): ListResponse | undefined {
  if (status !== 200 || !body || !('totalresults' in body || 'resources' in body)) return undefined;
  const resources = body['resources'] ?? [];
  if (!Array.isArray(resources)) return undefined;
  return {
    users: asObjects(resources),
    total: numberOf(body['totalresults']),
    startIndex: numberOf(body['startindex']),
  };
}

export function notListResponse(call: string, { status }: ScimResponse): FailedCall {
  return unexpectedResponse(call, status, 'the body is not a list of users; check SCIM_BASE_URL');
}

/** The account exists, so the search must not report it as absent. */
export function userWithoutId(call: string, { status }: Pick<ScimResponse, 'status'>): FailedCall {
  const problem =
    'a user has no id of 1 to 256 printable characters, no userName, or more names, e-mails and profile attributes than 10000 characters; correct the user in the directory';
  return unexpectedResponse(call, status, problem);
}

export function tooManyMatches(call: string): FailedCall {
  const problem = `it lists more than ${MAX_MATCHES} accounts for one person; settle the account by hand`;
  return unexpectedResponse(call, 200, problem);
}

/** Some servers write numbers as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  return typeof value === 'number' ? value : undefined;
}
