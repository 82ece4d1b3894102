import type { Tally } from '../../support/trials/tally.ts';
import type { Section } from './sections.ts';

/** What a run of the matrix is bounded by. */
export interface Bounds {
  /** Draws everything that is random. */
  readonly seed: number;
  /** How many faults the search places in every order of calls. */
  readonly faults: number;
  /** Gets the progress of a part, in one line. */
  readonly onProgress: (line: string) => void;
}

/** A kind of fault: rows of the matrix, each explained in a section of docs/how-things-go-wrong.md. */
export type Part = DirectoryPart | EnginePart;

interface NamedPart {
  /** How the command names it. */
  readonly name: string;
  readonly about: string;
}

/** Proved on each directory, which TARGET names. */
export interface DirectoryPart extends NamedPart {
  proveOn(target: string, bounds: Bounds): Promise<Proof>;
}

/** Proved once, as no directory has a part in it, or every kind of directory there may be. */
export interface EnginePart extends NamedPart {
  prove(bounds: Bounds): Promise<Proof>;
}

export interface Proof {
  readonly rows: readonly SectionTally[];
  /** What the rows do not say, in one line. */
  readonly note?: string;
}

/** A row, and the heading of its section. */
export interface SectionTally extends Tally {
  readonly section: Section;
}

/** A row as the matrix has it. */
export interface ProvedTally extends SectionTally {
  /** Which directory, as TARGET names it; absent where it may be any. */
  readonly target?: string | undefined;
}

/** The rows of one section. */
export function inSection(section: Section, tallies: readonly Tally[]): Proof {
  return { rows: tallies.map((tally) => ({ ...tally, section })) };
}
