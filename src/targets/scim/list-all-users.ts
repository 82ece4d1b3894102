import type { CallFailure, FindResult, SearchPosition } from '../../provisioning/ports.ts';
import type { ScimClient } from './client.ts';
import { asText, type ScimObject } from './json.ts';
import { MAX_MATCHES, tooManyMatches, userWithoutId } from './list-response.ts';
import { type ReadUserResult, readUser } from './read-user.ts';
import { essentialsOf, isComplete } from './user.ts';
import { LIST_USERS, readUsersPage } from './users-page.ts';

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
    const page = await readUsersPage(progress.startIndex, client, abort);
    if (page.kind !== 'page') {
      const end = unfinished(progress, pages > 0, page.failure);
      return page.kind === 'unlisted' ? { kind: 'unlisted', unfinished: end } : end;
    }
    const { users } = page;
    if (!users.filter(isMatch).every(isComplete))
      return unfinished(progress, pages > 0, userWithoutId(LIST_USERS, page).failure);
    const next = advance(progress, users, isMatch);
    if (next.seen.size > MAX_MATCHES)
      return unfinished(progress, pages > 0, tooManyMatches(LIST_USERS).failure);
    if (page.next === undefined) return complete(next, (userId) => readUser(client, userId, abort));
    progress = next;
  }
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
