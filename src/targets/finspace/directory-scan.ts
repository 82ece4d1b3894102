import type { DirectoryUser } from '../../provisioning/directory-user.ts';
import type { CallFailure, FindResult, SearchPosition } from '../../provisioning/ports.ts';
import { type Place, readPosition, savePosition } from './search-position.ts';

export type PageAnswer =
  | {
      readonly kind: 'page';
      readonly users: readonly DirectoryUser[];
      /** undefined at the end of the directory. */
      readonly nextToken: string | undefined;
    }
  | { readonly kind: 'cursor-refused' }
  | { readonly kind: 'unknown'; readonly why: CallFailure };

/** Reads the page at `token`, undefined being the beginning. Never rejects. */
export type ReadPage = (token: string | undefined, signal: AbortSignal) => Promise<PageAnswer>;

export type SearchResult =
  | { readonly kind: 'exact'; readonly user: DirectoryUser }
  /** Every page was read. Of a match in other letter case that an earlier search saw, only the id is known. */
  | {
      readonly kind: 'read-all';
      readonly otherCase: ReadonlyMap<string, DirectoryUser | undefined>;
      /** Just before the last page. */
      readonly position: SearchPosition | undefined;
      readonly advanced: boolean;
    }
  | Extract<FindResult, { kind: 'unfinished' }>;

export interface Search {
  readonly emailAddress: string;
  readonly position: SearchPosition | undefined;
  readonly pause: AbortSignal;
  readonly abort: AbortSignal;
}

interface Seeker {
  readonly search: Search;
  /** undefined until it has joined: at the page read next. */
  place: Place | undefined;
  readonly otherCase: Map<string, DirectoryUser | undefined>;
  /** Where it can be taken up again. */
  position: SearchPosition | undefined;
  advanced: boolean;
  readonly result: (result: SearchResult) => void;
}

const outOfTime: CallFailure = { cause: 'out-of-time' };
const unavailable: CallFailure = { cause: 'target-unavailable' };

/**
 * One circular reading of the directory, page after page, for everybody who seeks somebody in it.
 *
 * A seeker joins at the page that is read next, and goes on from the beginning when it comes to the
 * end. It knows that somebody is absent only after it has read every page itself since it joined;
 * that somebody is there, from any page that is read for anybody. Seekers at the same page read it
 * together; those that were resumed elsewhere wait until the first ones come by, or are done; those that
 * the first ones have just passed catch up, so that the conflicts of a batch stay together.
 * When nobody seeks, the reading rests, and whoever comes next joins it there, in a later invocation too.
 */
export function createDirectoryScan(readPage: ReadPage): {
  seek(search: Search): Promise<SearchResult>;
} {
  const seekers = new Set<Seeker>();
  /** The page after the last one that was read. */
  let standsAt: string | undefined;
  /** The pages that were read since somebody began to seek. */
  const passed = new Set<string | undefined>();
  let isReading = false;
  let pageUnderWay = new AbortController();

  return {
    seek: (search) =>
      new Promise((resolve) => {
        const seeker = join(search, resolve);
        search.abort.addEventListener('abort', () => abandon(seeker), { once: true });
        if (!isReading) void read();
      }),
  };

  function join(search: Search, resolve: (result: SearchResult) => void): Seeker {
    const saved = readPosition(search.position);
    const seeker: Seeker = {
      search,
      place: saved?.place,
      otherCase: new Map(saved?.otherCase.map((userId) => [userId, undefined])),
      position: saved && search.position,
      advanced: false,
      result: resolve,
    };
    seekers.add(seeker);
    return seeker;
  }

  async function read(): Promise<void> {
    isReading = true;
    passed.clear();
    try {
      // Those who come in the same tick share the first page.
      await Promise.resolve();
      for (let token = nextPage(); seekers.size > 0; token = nextPage()) await readNext(token);
    } catch (error) {
      standsAt = undefined;
      leaveAll({ cause: 'unexpected-error', error });
    } finally {
      isReading = false;
    }
  }

  /**
   * Lets go of who has no time left, and places the new at the page of who has to catch up, or else has
   * been here longest, or else where the reading stands.
   */
  function nextPage(): string | undefined {
    for (const seeker of seekers) {
      const { pause, abort } = seeker.search;
      if (pause.aborted || abort.aborted) leave(seeker, outOfTime);
    }
    const places = [...seekers].flatMap(({ place }) => place ?? []);
    const first = places.find((place) => passed.has(place.next)) ?? places[0];
    const next = first ? first.next : standsAt;
    for (const seeker of seekers) seeker.place ??= { start: next, next, wrapped: false };
    return next;
  }

  async function readNext(token: string | undefined): Promise<void> {
    pageUnderWay = new AbortController();
    const page = await readPage(token, pageUnderWay.signal);
    if (pageUnderWay.signal.aborted) return;
    standsAt = placeAfter(page, token);
    const lane = [...seekers].filter(({ place }) => place && place.next === token);
    if (page.kind === 'unknown') leaveAll(page.why);
    if (page.kind === 'cursor-refused') for (const seeker of lane) dropCursor(seeker);
    if (page.kind !== 'page') return;

    passed.add(token);
    for (const seeker of seekers) show(page.users, seeker);
    for (const seeker of lane) {
      // A page that leads to itself would be read for ever.
      if (page.nextToken !== undefined && page.nextToken === token) startAnew(seeker);
      else moveOn(seeker, page.nextToken);
    }
  }

  function show(users: readonly DirectoryUser[], seeker: Seeker): void {
    const { emailAddress } = seeker.search;
    const matches = users.filter((user) => user.emailAddress.toLowerCase() === emailAddress);
    for (const user of matches) seeker.otherCase.set(user.userId, user);
    const exact = matches.find((user) => user.emailAddress === emailAddress);
    if (exact) finish(seeker, { kind: 'exact', user: exact });
  }

  function moveOn(seeker: Seeker, next: string | undefined): void {
    const { otherCase, position, advanced } = seeker;
    const { start, wrapped } = seeker.place as Place;
    const isEnd = next === undefined;
    const hasReadAll = isEnd ? wrapped || start === undefined : wrapped && next === start;
    if (hasReadAll) {
      finish(seeker, { kind: 'read-all', otherCase, position, advanced });
      return;
    }
    seeker.place = { start, next, wrapped: wrapped || isEnd };
    seeker.position = savePosition({ place: seeker.place, otherCase: [...otherCase.keys()] });
    seeker.advanced = true;
  }

  /** One that has read nothing yet loses nothing: it joins again, at the beginning. */
  function dropCursor(seeker: Seeker): void {
    if (seeker.position === undefined) seeker.place = undefined;
    else startAnew(seeker);
  }

  /** Nothing of the search is kept, so it has not advanced. */
  function startAnew(seeker: Seeker): void {
    finish(seeker, { kind: 'unfinished', advanced: false, ...unavailable });
  }

  function abandon(seeker: Seeker): void {
    const isLast = [...seekers].every(({ search }) => search.abort.aborted);
    // The call under way is stopped, and waited for, with the last seeker that wanted it.
    if (isLast) pageUnderWay.abort();
    else leave(seeker, outOfTime);
  }

  function leave(seeker: Seeker, why: CallFailure): void {
    const { position, advanced } = seeker;
    const resume = position === undefined ? {} : { position };
    finish(seeker, { kind: 'unfinished', ...resume, advanced, ...why });
  }

  function leaveAll(why: CallFailure): void {
    for (const seeker of seekers) leave(seeker, why);
  }

  /** Does nothing to one that has its result already. */
  function finish(seeker: Seeker, result: SearchResult): void {
    seekers.delete(seeker);
    seeker.result(result);
  }
}

/** The beginning, if the page may have failed because of its token; not if it only has to wait. */
function placeAfter(page: PageAnswer, token: string | undefined): string | undefined {
  if (page.kind === 'page') return page.nextToken === token ? undefined : page.nextToken;
  return page.kind === 'unknown' && page.why.cause === 'throttled' ? token : undefined;
}
