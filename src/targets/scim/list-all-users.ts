import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  CallFailure,
  FindResult,
  GetResult,
  SearchPosition,
} from '../../provisioning/ports.ts';
import { type FailedCall, type ScimClient, unexpectedResponse } from './client.ts';
import type { ScimObject } from './json.ts';
import {
  type ListResponse,
  notListResponse,
  readListResponse,
  userWithoutId,
} from './list-response.ts';
import { toDirectoryUser } from './user.ts';

const USERS_PER_PAGE = 100;
const CALL = 'GET /Users?startIndex';

type ListAllResult =
  /** Every page was read; `matches` may be empty. */
  | { readonly kind: 'complete'; readonly matches: readonly DirectoryUser[] }
  | Extract<FindResult, { kind: 'unfinished' }>;

interface Progress {
  /** First user of the page to read next, from 1. */
  readonly startIndex: number;
  /** Matches on the pages read so far, by id; undefined where an earlier invocation found the user. */
  readonly seen: ReadonlyMap<string, DirectoryUser | undefined>;
}

type PageResult = { readonly kind: 'page'; readonly list: ListResponse } | FailedCall;

/**
 * Reads every user (RFC 7644, 3.4.2.4), for servers without filters. Does not stop at the first match:
 * a later page may contain a duplicate account, or the account with our own id.
 */
export async function listAllUsers(
  isMatch: (user: ScimObject) => boolean,
  position: SearchPosition | undefined,
  client: ScimClient,
  get: (userId: string) => Promise<GetResult>,
  { pause, abort }: { readonly pause: AbortSignal; readonly abort: AbortSignal },
): Promise<ListAllResult> {
  let progress = readPosition(position);
  for (let pages = 0; ; pages += 1) {
    if (pause.aborted) return unfinished(progress, pages > 0, { cause: 'out-of-time' });
    const page = await readPage(progress.startIndex, isMatch, client, abort);
    if (page.kind === 'failed') return unfinished(progress, pages > 0, page.failure);
    const { users, total } = page.list;
    const next = advance(progress, users, isMatch);
    const isLast = users.length === 0 || (total !== undefined && next.startIndex > total);
    if (isLast) return complete(next, get);
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
  const result = await client.call({ name: CALL, path }, signal);
  if (result.kind === 'failed') return result;
  const list = readListResponse(result);
  if (!list) return notListResponse(CALL, result);
  if (startIndex > 1 && list.startIndex !== startIndex && list.users.length > 0)
    return unexpectedResponse(
      CALL,
      result.status,
      'it neither filters nor pages, so no user can be looked up; settle the account by hand',
    );
  const { users, total = 0 } = list;
  if (users.length === 0 && total >= startIndex)
    return unexpectedResponse(CALL, result.status, 'it counts users that it does not list');
  return users.filter(isMatch).every(toDirectoryUser)
    ? { kind: 'page', list }
    : userWithoutId(CALL, result);
}

function advance(
  { startIndex, seen }: Progress,
  users: readonly ScimObject[],
  isMatch: (user: ScimObject) => boolean,
): Progress {
  const matches = users.filter(isMatch).flatMap((user) => toDirectoryUser(user) ?? []);
  // By id: pages shift while they are read, so the same user can be listed twice.
  const entries = matches.map((user) => [user.userId, user] as const);
  return { startIndex: startIndex + users.length, seen: new Map([...seen, ...entries]) };
}

/** Every page was read. */
async function complete(
  progress: Progress,
  get: (userId: string) => Promise<GetResult>,
): Promise<ListAllResult> {
  const matches: DirectoryUser[] = [];
  for (const [userId, user] of progress.seen) {
    const result: GetResult = user ? { kind: 'present', user } : await get(userId);
    if (result.kind === 'unknown') return unfinished(progress, true, result);
    if (result.kind === 'present') matches.push(result.user);
  }
  return { kind: 'complete', matches };
}

function unfinished(
  { startIndex, seen }: Progress,
  advanced: boolean,
  { cause, retryAfterMs, error }: CallFailure,
): ListAllResult {
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
