import { type DirectoryUser, isSameAddress } from '../../provisioning/directory-user.ts';
import type { CallFailure, FindResult, SearchPosition } from '../../provisioning/ports.ts';
import { readPosition, type ScanProgress, savePosition } from './search-position.ts';

export type PageResult =
  | {
      readonly kind: 'page';
      readonly users: readonly DirectoryUser[];
      /** undefined at the end of the directory. */
      readonly nextToken: string | undefined;
    }
  /** The directory does not accept the page token. */
  | { readonly kind: 'token-refused' }
  | { readonly kind: 'failed'; readonly failure: CallFailure };

/** Reads the page at `token`, the first page if undefined. Never rejects. */
export type ReadPage = (token: string | undefined, signal: AbortSignal) => Promise<PageResult>;

export type ScanResult =
  | { readonly kind: 'exact'; readonly user: DirectoryUser }
  /**
   * Every page was read. Of a match in other letter case that an earlier invocation saw, only the
   * id is known.
   */
  | {
      readonly kind: 'complete';
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

interface ActiveSearch {
  readonly search: Search;
  /** undefined until the search has a first page. */
  progress: ScanProgress | undefined;
  readonly otherCase: Map<string, DirectoryUser | undefined>;
  /** Where a later invocation can resume. */
  position: SearchPosition | undefined;
  advanced: boolean;
  readonly resolve: (result: ScanResult) => void;
}

const outOfTime: CallFailure = { cause: 'out-of-time' };
const unavailable: CallFailure = { cause: 'target-unavailable' };

/**
 * One circular scan of the directory, page by page, shared by all searches of the instance.
 *
 * A search joins at the page to be read next, and wraps around at the end of the directory. It reports
 * absence only after it has covered every page itself; a match on any page that is read ends it at once.
 * Searches at the same page share the call. A search resumed at another page waits until the oldest
 * search gets there or ends. A search at a page that was read since the scan started catches up first,
 * so that the conflicts of a batch stay together. Between searches, and between invocations, the scan
 * keeps its place, and the next search joins there.
 */
export function createDirectoryScan(readPage: ReadPage): {
  search(search: Search): Promise<ScanResult>;
} {
  const searches = new Set<ActiveSearch>();
  /** The page after the last one that was read. */
  let scanToken: string | undefined;
  /** The pages that were read since the scan last started. */
  const tokensRead = new Set<string | undefined>();
  let isScanning = false;
  let pageCall = new AbortController();

  return {
    search: (search) =>
      new Promise((resolve) => {
        const active = add(search, resolve);
        search.abort.addEventListener('abort', () => abortSearch(active), { once: true });
        if (!isScanning) void scan();
      }),
  };

  function add(search: Search, resolve: (result: ScanResult) => void): ActiveSearch {
    const saved = readPosition(search.position);
    const active: ActiveSearch = {
      search,
      progress: saved?.progress,
      otherCase: new Map(saved?.otherCase.map((userId) => [userId, undefined])),
      position: saved && search.position,
      advanced: false,
      resolve,
    };
    searches.add(active);
    return active;
  }

  async function scan(): Promise<void> {
    isScanning = true;
    tokensRead.clear();
    try {
      // Searches that are added in the same tick share the first page.
      await Promise.resolve();
      for (let token = nextPage(); searches.size > 0; token = nextPage()) await readNext(token);
    } catch (error) {
      scanToken = undefined;
      suspendAll({ cause: 'unexpected-error', error });
    } finally {
      isScanning = false;
    }
  }

  /**
   * Suspends searches that are out of time, and places new ones. The next page is that of a search that
   * must catch up, else that of the oldest search, else the one where the scan stopped.
   */
  function nextPage(): string | undefined {
    for (const active of searches) {
      const { pause, abort } = active.search;
      if (pause.aborted || abort.aborted) suspend(active, outOfTime);
    }
    const placed = [...searches].flatMap(({ progress }) => progress ?? []);
    const first = placed.find(({ next }) => tokensRead.has(next)) ?? placed[0];
    const next = first ? first.next : scanToken;
    for (const active of searches) active.progress ??= { start: next, next, wrapped: false };
    return next;
  }

  async function readNext(token: string | undefined): Promise<void> {
    pageCall = new AbortController();
    const page = await readPage(token, pageCall.signal);
    if (pageCall.signal.aborted) return;
    scanToken = tokenAfter(page, token);
    const atThisPage = [...searches].filter(({ progress }) => progress && progress.next === token);
    if (page.kind === 'failed') suspendAll(page.failure);
    if (page.kind === 'token-refused') for (const active of atThisPage) dropToken(active);
    if (page.kind !== 'page') return;

    tokensRead.add(token);
    for (const active of searches) match(page.users, active);
    for (const active of atThisPage) {
      // A page whose next token is its own would be read forever.
      if (page.nextToken !== undefined && page.nextToken === token) discard(active);
      else advance(active, page.nextToken);
    }
  }

  function match(users: readonly DirectoryUser[], active: ActiveSearch): void {
    const { emailAddress } = active.search;
    const matches = users.filter((user) => isSameAddress(user.emailAddress, emailAddress));
    for (const user of matches) active.otherCase.set(user.userId, user);
    const exact = matches.find((user) => user.emailAddress === emailAddress);
    if (exact) finish(active, { kind: 'exact', user: exact });
  }

  function advance(active: ActiveSearch, next: string | undefined): void {
    const { otherCase, position, advanced } = active;
    const { start, wrapped } = active.progress as ScanProgress;
    const isEnd = next === undefined;
    const isComplete = isEnd ? wrapped || start === undefined : wrapped && next === start;
    if (isComplete) {
      finish(active, { kind: 'complete', otherCase, position, advanced });
      return;
    }
    active.progress = { start, next, wrapped: wrapped || isEnd };
    active.position = savePosition({ progress: active.progress, otherCase: [...otherCase.keys()] });
    active.advanced = true;
  }

  /** A search that has read no page yet loses nothing: it joins again, at the first page. */
  function dropToken(active: ActiveSearch): void {
    if (active.position === undefined) active.progress = undefined;
    else discard(active);
  }

  /** Ends the search without a position: nothing that it read can be used again. */
  function discard(active: ActiveSearch): void {
    finish(active, { kind: 'unfinished', advanced: false, ...unavailable });
  }

  function abortSearch(active: ActiveSearch): void {
    const isLast = [...searches].every(({ search }) => search.abort.aborted);
    // The last search cancels the page call; the scan loop then suspends it. Others leave the call running.
    if (isLast) pageCall.abort();
    else suspend(active, outOfTime);
  }

  /** Ends the search for now; it can resume at its position. */
  function suspend(active: ActiveSearch, failure: CallFailure): void {
    const { position, advanced } = active;
    const resume = position === undefined ? {} : { position };
    finish(active, { kind: 'unfinished', ...resume, advanced, ...failure });
  }

  function suspendAll(failure: CallFailure): void {
    for (const active of searches) suspend(active, failure);
  }

  /** Does nothing for a search that is already resolved. */
  function finish(active: ActiveSearch, result: ScanResult): void {
    searches.delete(active);
    active.resolve(result);
  }
}

/**
 * After a failure the scan restarts at the first page: the token may be the reason. A throttled
 * page is retried.
 */
function tokenAfter(page: PageResult, token: string | undefined): string | undefined {
  if (page.kind === 'page') return page.nextToken === token ? undefined : page.nextToken;
  return page.kind === 'failed' && page.failure.cause === 'throttled' ? token : undefined;
}
