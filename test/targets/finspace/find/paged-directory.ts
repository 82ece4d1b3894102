import {
  type FinspaceDouble,
  startFinspaceDouble,
} from '../../../../local/directories/finspace/server.ts';
import type { FindResult, SearchPosition, Target } from '../../../../src/provisioning/ports.ts';
import {
  createTestClient,
  createTestTarget,
} from '../../../support/directories/finspace-client.ts';

const USERS_PER_PAGE = 2;

/** A FinSpace of small pages, and targets that search it. */
export interface PagedDirectory extends FinspaceDouble {
  /** As a new invocation has it: it knows nothing of the searches before. */
  newTarget(): Target;
  /** Fills so many pages with users that nobody seeks. */
  fillPages(pages: number): void;
  pagesRead(): number;
  /** Calls `act` while the page that is the `count`th from now is being read. */
  whileReadingPage(count: number, act: () => void): void;
  /** The answer of a search that begins then. */
  joinWhileReadingPage(count: number, search: () => Promise<FindResult>): Promise<FindResult>;
  /** Searches with a new target, which is told to pause while it reads its `pages`th page. */
  findInPages(pages: number, emailAddress: string, position?: SearchPosition): Promise<FindResult>;
  /** Where that search stands. */
  positionAfter(
    pages: number,
    emailAddress: string,
    position?: SearchPosition,
  ): Promise<SearchPosition>;
}

export function seekers() {
  const pause = new AbortController();
  const abort = new AbortController();
  return { pause, abort, signals: { pause: pause.signal, abort: abort.signal } };
}

export const { signals: inTime } = seekers();

export async function startPagedDirectory(): Promise<PagedDirectory> {
  const double = await startFinspaceDouble({ pageSize: USERS_PER_PAGE });
  const client = createTestClient(double.endpoint, {}, 1);

  const directory: PagedDirectory = {
    ...double,
    newTarget: () => createTestTarget(client),
    fillPages(pages) {
      const first = double.users().length;
      for (let i = first; i < first + pages * USERS_PER_PAGE; i += 1)
        double.addUser({ emailAddress: `user-${i}@example.com` });
    },
    pagesRead: () => double.countCalls('ListUsers'),
    whileReadingPage(count, act) {
      let left = count;
      double.onRequest((operation, phase) => {
        if (operation !== 'ListUsers' || phase !== 'before') return;
        left -= 1;
        if (left === 0) act();
      });
    },
    joinWhileReadingPage(count, search) {
      const begun = Promise.withResolvers<FindResult>();
      directory.whileReadingPage(count, () => begun.resolve(search()));
      return begun.promise;
    },
    findInPages(pages, emailAddress, position) {
      const { pause, signals } = seekers();
      directory.whileReadingPage(pages, () => pause.abort());
      return directory.newTarget().find(emailAddress, position, signals);
    },
    async positionAfter(pages, emailAddress, position) {
      const answer = await directory.findInPages(pages, emailAddress, position);
      return (answer as { readonly position: SearchPosition }).position;
    },
    async stop() {
      client.destroy();
      await double.stop();
    },
  };
  return directory;
}
