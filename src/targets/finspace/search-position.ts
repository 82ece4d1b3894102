import type { SearchPosition } from '../../provisioning/ports.ts';

/** Where one search of the directory stands. A page token of undefined is the directory's beginning. */
export interface Place {
  /** At which page the search began. */
  readonly start: string | undefined;
  /** The page to read next. */
  readonly next: string | undefined;
  /** Whether it has come to the end of the directory and gone on from the beginning. */
  readonly wrapped: boolean;
}

export interface SavedSearch {
  readonly place: Place;
  /** Users whose address matched in other letter case, by user id. */
  readonly otherCase: readonly string[];
}

export function savePosition({ place, otherCase }: SavedSearch): SearchPosition {
  return JSON.stringify({ ...place, otherCase });
}

/** undefined for what `savePosition` did not write: the search then starts anew. */
export function readPosition(position: SearchPosition | undefined): SavedSearch | undefined {
  if (position === undefined) return undefined;
  try {
    const { start, next, wrapped, otherCase } = JSON.parse(position);
    const isTold = [start, next].every((token) => ['string', 'undefined'].includes(typeof token));
    if (!isTold || typeof wrapped !== 'boolean') return undefined;
    return { place: { start, next, wrapped }, otherCase: otherCase.map(String) };
  } catch {
    return undefined;
  }
}
