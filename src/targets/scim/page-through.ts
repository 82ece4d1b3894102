import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type {
  FindAnswer,
  GetAnswer,
  SearchPosition,
  Unanswered,
} from '../../provisioning/ports.ts';
import { type ScimClient, unexpected } from './client.ts';
import type { ScimObject } from './json.ts';
import { notAList, type Page, pageOf, withoutId } from './look-up.ts';
import { toDirectoryUser } from './user.ts';

const USERS_PER_PAGE = 100;
const CALL = 'GET /Users?startIndex';

export interface Sought {
  /** Whether nobody else can be meant: our own id, or the address letter by letter. */
  readonly isExact: (user: ScimObject) => boolean;
  /** Whether the address is the same in another letter case. */
  readonly isOtherCase: (user: ScimObject) => boolean;
}

interface Place {
  /** Of the page to read next; counted from 1. */
  readonly startIndex: number;
  /** Ids of users whose address matched in other letter case. */
  readonly otherCase: readonly string[];
}

type Read =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'unanswered'; readonly why: Unanswered };

/** The last resort, where a server filters nothing: reads every user (RFC 7644, 3.4.2.4). */
export async function pageThrough(
  sought: Sought,
  position: SearchPosition | undefined,
  client: ScimClient,
  get: (userId: string) => Promise<GetAnswer>,
  { pause, abort }: { readonly pause: AbortSignal; readonly abort: AbortSignal },
): Promise<FindAnswer> {
  let place = readPlace(position);
  for (let pages = 0; ; pages += 1) {
    if (pause.aborted) return unfinished(place, pages > 0, { cause: 'out-of-time' });
    const read = await readPage(place.startIndex, sought, client, abort);
    if (read.kind === 'unanswered') return unfinished(place, pages > 0, read.why);
    const { users, total } = read.page;
    const exact = users.filter(sought.isExact).flatMap((user) => toDirectoryUser(user) ?? []);
    const [first, ...others] = exact;
    if (first) return { kind: 'found', users: [first, ...others] };
    const next = nextPlace(place, users, sought);
    const isLast = users.length === 0 || (total !== undefined && next.startIndex > total);
    if (isLast) return conclude(next, get);
    place = next;
  }
}

async function readPage(
  startIndex: number,
  sought: Sought,
  client: ScimClient,
  signal: AbortSignal,
): Promise<Read> {
  const path = `/Users?startIndex=${startIndex}&count=${USERS_PER_PAGE}`;
  const answer = await client.call({ name: CALL, path }, signal);
  if (answer.kind === 'unanswered') return answer;
  const page = pageOf(answer);
  if (!page) return notAList(CALL, answer);
  if (startIndex > 1 && page.startIndex !== startIndex && page.users.length > 0) {
    return unexpected(
      CALL,
      answer.status,
      'it neither filters nor pages, so nobody can be looked up; settle the account by hand',
    );
  }
  const { users, total = 0 } = page;
  if (users.length === 0 && total >= startIndex)
    return unexpected(CALL, answer.status, 'it counts users whom it does not show');
  const seen = users.filter((user) => sought.isExact(user) || sought.isOtherCase(user));
  return seen.every(toDirectoryUser) ? { kind: 'page', page } : withoutId(CALL, answer);
}

function nextPlace(place: Place, users: readonly ScimObject[], sought: Sought): Place {
  const otherCase = users.filter(sought.isOtherCase).map(({ id }) => String(id));
  return {
    startIndex: place.startIndex + users.length,
    otherCase: [...place.otherCase, ...otherCase],
  };
}

/** Every page was read. */
async function conclude(
  place: Place,
  get: (userId: string) => Promise<GetAnswer>,
): Promise<FindAnswer> {
  const users: DirectoryUser[] = [];
  for (const userId of place.otherCase) {
    const answer = await get(userId);
    if (answer.kind === 'unknown') return unfinished(place, true, answer);
    if (answer.kind === 'present') users.push(answer.user);
  }
  const [first, ...others] = users;
  return first ? { kind: 'found', users: [first, ...others] } : { kind: 'absent' };
}

function unfinished(
  place: Place,
  advanced: boolean,
  { cause, retryAfterMs, error }: Unanswered,
): FindAnswer {
  return {
    kind: 'unfinished',
    ...(place.startIndex > 1 && { position: JSON.stringify(place) }),
    advanced,
    cause,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(error !== undefined && { error }),
  };
}

/** The beginning, for what `unfinished` did not write. */
function readPlace(position: SearchPosition | undefined): Place {
  try {
    const { startIndex, otherCase } = JSON.parse(position ?? '');
    if (Number.isInteger(startIndex)) return { startIndex, otherCase: otherCase.map(String) };
  } catch {}
  return { startIndex: 1, otherCase: [] };
}
