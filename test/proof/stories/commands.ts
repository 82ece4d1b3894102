import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { Kind } from './kind.ts';
import { KINDS } from './kinds.ts';
import type { World } from './simulation.ts';

export interface Stage {
  readonly world: World;
  /** The kinds of trouble that this story is about. */
  readonly troubles: ReadonlySet<string>;
  /** Counts what was done, if anything, and throws if a promise is broken. */
  readonly check: (kind?: string) => void;
}

export type Command = fc.AsyncCommand<Stage, null>;

/**
 * Which kinds of trouble a story is about. One about few of them goes deeper than one about all (swarm
 * testing).
 */
export function someTroubles(): fc.Arbitrary<ReadonlySet<string>> {
  const troubles = KINDS.filter(({ isDaily }) => !isDaily).map(({ kind }) => kind);
  return fc.subarray(troubles).map((some) => new Set(some));
}

/** Commands of every kind, each as often among them as it weighs. */
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
    check: ({ world, troubles }) =>
      (isDaily || troubles.has(kind)) && (isPossible?.(world, given) ?? true),
    async run({ world, check }) {
      const hasHappened = await happen(world, given);
      await turn();
      check(hasHappened === false ? undefined : kind);
    },
    toString: () => `${kind}(${fc.stringify(given)})`,
  }));
}
