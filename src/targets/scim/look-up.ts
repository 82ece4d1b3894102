import type { CallFailure } from '../../provisioning/ports.ts';
import { type Answered, isNotFound, type ScimClient, unexpected } from './client.ts';
import { asObjects, type ScimObject } from './json.ts';
import { toDirectoryUser } from './user.ts';

export type LookUp =
  /** Every user that the server found, each one indeed sought. */
  | { readonly kind: 'users'; readonly users: readonly ScimObject[] }
  /** The server refused the filter, or answered users that do not match it. */
  | { readonly kind: 'unfiltered' }
  | { readonly kind: 'failed'; readonly why: CallFailure };

export interface Page {
  readonly users: readonly ScimObject[];
  /** How many users there are in all, if the server tells. */
  readonly total: number | undefined;
  /** Where the page begins, counted from 1, if the server tells. */
  readonly startIndex: number | undefined;
}

/** Looks users up by one attribute (RFC 7644, 3.4.2.2), and checks what comes back. */
export async function lookUp(
  client: ScimClient,
  attribute: 'externalId' | 'userName',
  value: string,
  isSought: (user: ScimObject) => boolean,
  signal: AbortSignal,
): Promise<LookUp> {
  const name = `GET /Users?filter=${attribute}`;
  const filter = encodeURIComponent(filterOf(attribute, value));
  const answer = await client.call({ name, path: `/Users?filter=${filter}` }, signal);
  if (answer.kind === 'failed') return answer;
  // Some say so where nobody matches. It is less than an empty list, so everybody is read.
  if (isNotFound(answer)) return { kind: 'unfiltered' };
  if ([400, 422, 501].includes(answer.status)) return { kind: 'unfiltered' };
  const page = pageOf(answer);
  if (!page) return notAList(name, answer);
  const { users, total } = page;
  const isHonoured = users.length > 0 ? users.every(isSought) : !total;
  if (!isHonoured) return { kind: 'unfiltered' };
  return users.every(toDirectoryUser) ? { kind: 'users', users } : withoutId(name, answer);
}

/** A comparison value is a JSON string (RFC 7644, 3.4.2.2): what it quotes cannot end it. */
function filterOf(attribute: string, value: string): string {
  return `${attribute} eq ${JSON.stringify(value)}`;
}

/** undefined if the answer is no list of users. */
export function pageOf({ status, body }: Answered): Page | undefined {
  if (status !== 200 || !body || !('totalresults' in body || 'resources' in body)) return undefined;
  const resources = body['resources'] ?? [];
  if (!Array.isArray(resources)) return undefined;
  return {
    users: asObjects(resources),
    total: numberOf(body['totalresults']),
    startIndex: numberOf(body['startindex']),
  };
}

export function notAList(name: string, { status }: Answered) {
  return unexpected(name, status, 'that is no list of users; check SCIM_BASE_URL');
}

/** Whoever is sought was seen, so is not absent. */
export function withoutId(name: string, { status }: Answered) {
  return unexpected(name, status, 'with a user who has no id, or no userName; settle it there');
}

/** Some servers write numbers as text. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
  return typeof value === 'number' ? value : undefined;
}
