import type { CallFailure, FindResult, SearchPosition } from '../../provisioning/ports.ts';
import {
  type FailedCall,
  type ScimClient,
  type ScimResponse,
  unexpectedResponse,
} from './client.ts';
import { asText, type ScimObject } from './json.ts';
import {
  type ListResponse,
  MAX_MATCHES,
  notListResponse,
  readListResponse,
  tooManyMatches,
  userWithoutId,
} from './list-response.ts';
import { type ReadUserResult, readUser } from './read-user.ts';
import { essentialsOf, isComplete } from './user.ts';

const USERS_PER_PAGE = 100;
const CALL = 'GET /Users?startIndex';

export type ListAllResult =
  /** Every page was read; `matches` may be empty. */
  | { readonly kind: 'complete'; readonly matches: readonly ScimObject[] }
  /** The server does not list users by index. */
  | { readonly kind: 'unlisted'; readonly unfinished: UnfinishedSearch }
  | UnfinishedSearch;

type UnfinishedSearch = Extract<FindResult, { kind: 'unfinished' }>;

interface Progress {
  /** First user of the page to read next, from 1. */
  readonly startIndex: number;
  /** Matches on the pages read so far, by id; undefined where an earlier invocation found the user. */
  readonly seen: ReadonlyMap<string, ScimObject | undefined>;
}

type PageResult =
  | { readonly kind: 'page'; readonly list: ListResponse }
  | { readonly kind: 'unlisted'; readonly failure: CallFailure }
  | FailedCall;

/**
 * Reads every user (RFC 7644, 3.4.2.4), for servers without filters. Does not stop at the first match:
 * a later page may contain a duplicate account, or the account with our own id.
 */
export async function listAllUsers(
  isMatch: (user: ScimObject) => boolean,
  position: SearchPosition | undefined,
  client: ScimClient,
  { pause, abort }: { readonly pause: AbortSignal; readonly abort: AbortSignal },
): Promise<ListAllResult> {
  let progress = readPosition(position);
  for (let pages = 0; ; pages += 1) {
    if (pause.aborted) return unfinished(progress, pages > 0, { cause: 'out-of-time' });
    const page = await readPage(progress.startIndex, isMatch, client, abort);
    if (page.kind !== 'page') {
      const end = unfinished(progress, pages > 0, page.failure);
      return page.kind === 'unlisted' ? { kind: 'unlisted', unfinished: end } : end;
    }
    const { users, total } = page.list;
    const next = advance(progress, users, isMatch);
    if (next.seen.size > MAX_MATCHES)
      return unfinished(progress, pages > 0, tooManyMatches(CALL).failure);
    const isLast = users.length === 0 || (total !== undefined && next.startIndex > total);
    if (isLast) return complete(next, (userId) => readUser(client, userId, abort));
    progress = next;
  }
}

async function readPage(
  startIndex: number,
  isMatch: (user: ScimObject) => boolean,
  client: ScimClient,
  signal: AbortSignal,
): Promise<PageResult> {
  const path = `/Users?startIndex=${startIndex}&count=${USERS_PER_PAGE}`;
  const result = await client.call({ name: CALL, path, expects: 'page' }, signal);
  if (result.kind === 'failed') return result;
  const list = readListResponse(result);
  if (!list) {
    const noList = notListResponse(CALL, result);
    return isRefused(result) ? unlisted(noList) : noList;
  }
  const { users, total = 0 } = list;
  if (startIndex > 1 && list.startIndex !== startIndex && users.length > 0)
    return unlisted(
      unexpectedResponse(
        CALL,
        result.status,
        'it neither filters nor pages, so no user can be looked up; settle the account by hand',
      ),
    );
  if (users.length === 0 && total >= startIndex)
    return unexpectedResponse(CALL, result.status, 'it counts users that it does not list');
  return users.filter(isMatch).every(isComplete)
    ? { kind: 'page', list }
    : userWithoutId(CALL, result);
}

function isRefused({ status }: ScimResponse): boolean {
  return [400, 404, 405, 422, 501].includes(status);
}

function unlisted({ failure }: FailedCall): PageResult {
  return { kind: 'unlisted', failure };
}

function advance(
  { startIndex, seen }: Progress,
  users: readonly ScimObject[],
  isMatch: (user: ScimObject) => boolean,
): Progress {
  // By id: pages shift while they are read, so the same user can be listed twice.
  const entries = users
    .filter(isMatch)
    .map((user) => [asText(user['id']) ?? '', essentialsOf(user)] as const);
  return { startIndex: startIndex + users.length, seen: new Map([...seen, ...entries]) };
}

/** Every page was read. */
async function complete(
  progress: Progress,
  read: (userId: string) => Promise<ReadUserResult>,
): Promise<ListAllResult> {
  const matches: ScimObject[] = [];
  for (const [userId, user] of progress.seen) {
    const result = user ? ({ kind: 'present', user } as const) : await read(userId);
    if (result.kind === 'failed') return unfinished(progress, true, result.failure);
    if (result.kind === 'present') matches.push(essentialsOf(result.user));
  }
  return { kind: 'complete', matches };
}

function unfinished(
  { startIndex, seen }: Progress,
  advanced: boolean,
  { cause, retryAfterMs, error }: CallFailure,
): UnfinishedSearch {
  return {
    kind: 'unfinished',
    ...(startIndex > 1 && { position: JSON.stringify({ startIndex, seen: [...seen.keys()] }) }),
    advanced,
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(error !== undefined && { error }),
  };
}

/** The start of the directory, for a position that `unfinished` did not write. */
function readPosition(position: SearchPosition | undefined): Progress {
  try {
    const { startIndex, seen } = JSON.parse(position ?? '');
    const ids = seen.map((id: unknown) => [String(id), undefined]);
    if (Number.isInteger(startIndex)) return { startIndex, seen: new Map(ids) };
  } catch {}
  return { startIndex: 1, seen: new Map() };
}
