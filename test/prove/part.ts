import type { Section } from './sections.ts';
import type { Tally } from './tally.ts';

/** What a run of the matrix is bounded by. */
export interface Bounds {
  /** Draws everything that is random. */
  readonly seed: number;
  /** How many faults the search places in every order of calls. */
  readonly faults: number;
  /** Is told how far a part has come, in one line. */
  readonly onProgress: (line: string) => void;
}

/** A kind of fault: rows of the matrix, each told of in a section of docs/how-things-go-wrong.md. */
export interface Part {
  /** How the command names it. */
  readonly name: string;
  readonly about: string;
  prove(bounds: Bounds): Promise<Proof>;
}

export interface Proof {
  readonly rows: readonly ProvedTally[];
  /** What the rows do not say, in one line. */
  readonly note?: string;
}

/** A row, and the heading of its section. */
export interface ProvedTally extends Tally {
  readonly section: Section;
}

/** The rows of one section. */
export function inSection(section: Section, tallies: readonly Tally[]): Proof {
  return { rows: tallies.map((tally) => ({ ...tally, section })) };
}
