import type { SearchPosition } from '../../provisioning/ports.ts';

/** How far one search has read the directory. A page token of undefined is the first page. */
export interface ScanProgress {
  /** The page at which the search began. */
  readonly start: string | undefined;
  /** The page to read next. */
  readonly next: string | undefined;
  /** Whether the search passed the end of the directory and continued at the first page. */
  readonly wrapped: boolean;
}

export interface SavedSearch {
  readonly progress: ScanProgress;
  /** Ids of users whose address matches in other letter case. */
  readonly otherCase: readonly string[];
}

/** The JSON is stored in the users table: its keys must not change. */
export function savePosition({ progress, otherCase }: SavedSearch): SearchPosition {
  return JSON.stringify({ ...progress, otherCase });
}

/** undefined for a position that `savePosition` did not write: the search then starts over. */
export function readPosition(position: SearchPosition | undefined): SavedSearch | undefined {
  if (position === undefined) return undefined;
  try {
    const { start, next, wrapped, otherCase } = JSON.parse(position);
    const areTokens = [start, next].every((token) =>
      ['string', 'undefined'].includes(typeof token),
    );
    if (!areTokens || typeof wrapped !== 'boolean') return undefined;
    return { progress: { start, next, wrapped }, otherCase: otherCase.map(String) };
  } catch {
    return undefined;
  }
}
