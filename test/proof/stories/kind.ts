import type fc from 'fast-check';
import type { World } from './simulation.ts';

/** Something that may happen in a story. */
export interface Kind<Args> {
  readonly kind: string;
  /** In every story. */
  readonly isDaily?: true;
  /** Among all commands; 1 unless given. */
  readonly weight?: number;
  readonly args: fc.Arbitrary<Args>;
  isPossible?(world: World, args: Args): boolean;
  /** Answers false where it came to nothing. */
  happen(world: World, args: Args): unknown;
}

/** Keeps what `args` is typed as until it is run. */
export function kindOf<Args>(kind: Kind<Args>): Kind<unknown> {
  return kind as Kind<unknown>;
}
