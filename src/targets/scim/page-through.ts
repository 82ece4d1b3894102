import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  CallFailure,
  FindResult,
  GetResult,
  SearchPosition,
} from '../../provisioning/ports.ts';
import { type ScimClient, unexpected } from './client.ts';
import type { ScimObject } from './json.ts';
import { notAList, type Page, pageOf, withoutId } from './look-up.ts';
import { toDirectoryUser } from './user.ts';

const USERS_PER_PAGE = 100;
const CALL = 'GET /Users?startIndex';

/** Everybody who is sought, once every page was read. */
type Seen =
  | { readonly kind: 'seen'; readonly users: readonly DirectoryUser[] }
  | Extract<FindResult, { kind: 'unfinished' }>;

interface Place {
  /** Of the page to read next; counted from 1. */
  readonly startIndex: number;
  /** Whoever is sought, on the pages before, by id; undefined if another invocation saw them. */
  readonly seen: ReadonlyMap<string, DirectoryUser | undefined>;
}

type Read =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'failed'; readonly why: CallFailure };

/**
 * The last resort, where a server filters nothing: reads every user (RFC 7644, 3.4.2.4), also past one
 * who is sought, as a twin, or the account with our own id, may stand on a later page.
 */
export async function pageThrough(
  isSought: (user: ScimObject) => boolean,
  position: SearchPosition | undefined,
  client: ScimClient,
  get: (userId: string) => Promise<GetResult>,
  { pause, abort }: { readonly pause: AbortSignal; readonly abort: AbortSignal },
): Promise<Seen> {
  let place = readPlace(position);
  for (let pages = 0; ; pages += 1) {
    if (pause.aborted) return unfinished(place, pages > 0, { cause: 'out-of-time' });
    const read = await readPage(place.startIndex, isSought, client, abort);
    if (read.kind === 'failed') return unfinished(place, pages > 0, read.why);
    const { users, total } = read.page;
    const next = nextPlace(place, users, isSought);
    const isLast = users.length === 0 || (total !== undefined && next.startIndex > total);
    if (isLast) return conclude(next, get);
    place = next;
  }
}

async function readPage(
  startIndex: number,
  isSought: (user: ScimObject) => boolean,
  client: ScimClient,
  signal: AbortSignal,
): Promise<Read> {
  const path = `/Users?startIndex=${startIndex}&count=${USERS_PER_PAGE}`;
  const answer = await client.call({ name: CALL, path }, signal);
  if (answer.kind === 'failed') return answer;
  const page = pageOf(answer);
  if (!page) return notAList(CALL, answer);
  if (startIndex > 1 && page.startIndex !== startIndex && page.users.length > 0)
    return unexpected(
      CALL,
      answer.status,
      'it neither filters nor pages, so nobody can be looked up; settle the account by hand',
    );
  const { users, total = 0 } = page;
  if (users.length === 0 && total >= startIndex)
    return unexpected(CALL, answer.status, 'it counts users whom it does not show');
  return users.filter(isSought).every(toDirectoryUser)
    ? { kind: 'page', page }
    : withoutId(CALL, answer);
}

function nextPlace(
  { startIndex, seen }: Place,
  users: readonly ScimObject[],
  isSought: (user: ScimObject) => boolean,
): Place {
  const found = users.filter(isSought).flatMap((user) => toDirectoryUser(user) ?? []);
  // By id, as pages shift while they are read, and show some users twice.
  const more = found.map((user) => [user.userId, user] as const);
  return { startIndex: startIndex + users.length, seen: new Map([...seen, ...more]) };
}

/** Every page was read. */
async function conclude(place: Place, get: (userId: string) => Promise<GetResult>): Promise<Seen> {
  const users: DirectoryUser[] = [];
  for (const [userId, user] of place.seen) {
    const answer: GetResult = user ? { kind: 'present', user } : await get(userId);
    if (answer.kind === 'unknown') return unfinished(place, true, answer);
    if (answer.kind === 'present') users.push(answer.user);
  }
  return { kind: 'seen', users };
}

function unfinished(
  { startIndex, seen }: Place,
  advanced: boolean,
  { cause, retryAfterMs, error }: CallFailure,
): Seen {
  return {
    kind: 'unfinished',
    ...(startIndex > 1 && { position: JSON.stringify({ startIndex, seen: [...seen.keys()] }) }),
    advanced,
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(error !== undefined && { error }),
  };
}

/** The beginning, for what `unfinished` did not write. */
function readPlace(position: SearchPosition | undefined): Place {
  try {
    const { startIndex, seen } = JSON.parse(position ?? '');
    const ids = seen.map((id: unknown) => [String(id), undefined]);
    if (Number.isInteger(startIndex)) return { startIndex, seen: new Map(ids) };
  } catch {}
  return { startIndex: 1, seen: new Map() };
}
