import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { Kind } from './kind.ts';
import { KINDS } from './kinds.ts';
import type { Simulation } from './simulation.ts';

/** What a command acts on. */
export interface Scene {
  readonly simulation: Simulation;
  /** The kinds of trouble that this story is about. */
  readonly troubles: ReadonlySet<string>;
  /** Counts what happened, if anything, and throws if a promise is broken. */
  readonly check: (kind?: string) => void;
}

export type Command = fc.AsyncCommand<Scene, null>;

/**
 * The kinds of trouble that a story is about. A story about few kinds goes deeper than one about
 * all (swarm testing).
 */
export function someTroubles(): fc.Arbitrary<ReadonlySet<string>> {
  const troubles = KINDS.filter(({ isDaily }) => !isDaily).map(({ kind }) => kind);
  return fc.subarray(troubles).map((some) => new Set(some));
}

/** Commands of every kind, each as often as its weight. */
export function allCommands(): fc.Arbitrary<Command>[] {
  return KINDS.flatMap((kind) => Array.from({ length: kind.weight ?? 1 }, () => commandOf(kind)));
}

function commandOf<Args>({
  kind,
  isDaily,
  args,
  isPossible,
  happen,
}: Kind<Args>): fc.Arbitrary<Command> {
  return args.map((given) => ({
    check: ({ simulation, troubles }) =>
      (isDaily || troubles.has(kind)) && (isPossible?.(simulation, given) ?? true),
    async run({ simulation, check }) {
      const hasHappened = await happen(simulation, given);
      await turn();
      check(hasHappened === false ? undefined : kind);
    },
    toString: () => `${kind}(${fc.stringify(given)})`,
  }));
}
