import type { Tally } from './tally.ts';

/** What a run of the matrix is bounded by. */
export interface Bounds {
  /** Draws everything that is random. */
  readonly seed: number;
  /** Is told how far a part has come, in one line. */
  readonly onProgress: (line: string) => void;
}

/** A kind of fault: rows of the matrix, and a section of docs/how-things-go-wrong.md. */
export interface Part {
  /** How the command names it. */
  readonly name: string;
  readonly about: string;
  prove(bounds: Bounds): Promise<readonly ProvedTally[]>;
}

/** A row, and the section of docs/how-things-go-wrong.md that tells of its fault. */
export interface ProvedTally extends Tally {
  readonly section: string;
}

/** The rows of one section. */
export function inSection(section: string, tallies: readonly Tally[]): readonly ProvedTally[] {
  return tallies.map((tally) => ({ ...tally, section }));
}
