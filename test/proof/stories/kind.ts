import type fc from 'fast-check';
import type { Simulation } from './simulation.ts';

/** Something that may happen in a story. */
export interface Kind<Args> {
  readonly kind: string;
  /** Happens in every story. */
  readonly isDaily?: true;
  /** How often it comes among all commands. 1 unless given. */
  readonly weight?: number;
  readonly args: fc.Arbitrary<Args>;
  isPossible?(simulation: Simulation, args: Args): boolean;
  /** Returns false where nothing happened. */
  happen(simulation: Simulation, args: Args): unknown;
}

/** Checks the type of `args`, and then hides it. */
export function kindOf<Args>(kind: Kind<Args>): Kind<unknown> {
  return kind as Kind<unknown>;
}
