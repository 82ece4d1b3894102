import {
  createHireWorld,
  type HireWorld,
  type Provision,
  type QueuedMessage,
  undisturbed,
} from './hire-world.ts';
import { brokenEnd, brokenPromises } from './invariants.ts';
import type { StoreRules } from './memory-store.ts';
import type { Scenario } from './scenarios.ts';
import { type Actor, exploreAll, runSchedule, type WorldEvent } from './schedule.ts';

const AFTER_TOKEN_AND_LEASE_MS = 20 * 60_000;
const ROUNDS_TO_THE_END = 5;

/** How a message comes back after the schedule: by its visibility timeout, or by a redrive. */
export type Return = 'redelivered' | 'redriven';

export interface Exploration {
  readonly schedules: number;
  /** The first schedule that breaks a promise, and which. */
  readonly found?: { readonly broken: readonly string[]; readonly steps: readonly string[] };
}

export interface Engine {
  readonly provision?: Provision;
  readonly rules?: StoreRules;
}

/**
 * Plays every interleaving of a scenario's two deliveries, with every placement of up to so many
 * faults, each once; checks the promises at the end of each, and again after every message that is
 * left has been delivered with nothing in its way.
 */
export async function explore(
  scenario: Scenario,
  { faults, comesBack, limit }: { faults: number; comesBack: Return; limit?: number },
  { provision, rules }: Engine = {},
): Promise<Exploration> {
  let found: Exploration['found'];
  const schedules = await exploreAll(async (choose) => {
    const world = createHireWorld(provision, rules);
    scenario.prepare?.(world);
    const deliveries = scenario.deliveries();
    const actors = deliveries.map(
      (message) => (actor: Actor) =>
        world.deliver(message, scenario.storiesOnly ? tellingAtOnce(actor) : actor),
    );
    const steps = await runSchedule(actors, {
      ...{ choose, faults },
      events: [...clockJumps(world), ...(scenario.events?.(world) ?? [])],
    });
    const messages = [...new Set(deliveries)];
    const broken = brokenPromises(world, messages);
    for (const message of messages) message.policy = scenario.policyAfterwards ?? message.policy;
    await bringToTheEnd(messages, world, comesBack);
    broken.push(...brokenEnd(world, messages, scenario));
    if (broken.length > 0) found ??= { broken: [...new Set(broken)], steps };
    return broken.length === 0;
  }, limit);
  return { schedules, ...(found && { found }) };
}

/** Only the calls of the story are held. */
function tellingAtOnce(actor: Actor): Actor {
  return {
    call: (name, kind, perform) =>
      ['publish', 'reject', 'delete'].includes(name) ? perform() : actor.call(name, kind, perform),
  };
}

function clockJumps({ clock }: HireWorld): readonly WorldEvent[] {
  return [
    { name: 'the lease runs out', costs: 'a fault', happen: () => clock.advance(2 * 60_000) },
    { name: 'the token expires', costs: 'a fault', happen: () => clock.advance(11 * 60_000) },
  ];
}

async function bringToTheEnd(
  messages: readonly QueuedMessage[],
  world: HireWorld,
  comesBack: Return,
): Promise<void> {
  for (let round = 1; round <= ROUNDS_TO_THE_END; round += 1) {
    world.clock.advance(AFTER_TOKEN_AND_LEASE_MS);
    for (const message of messages.filter(({ deleted }) => !deleted)) {
      if (comesBack === 'redriven') message.messageId = `${message.messageId}-again`;
      await world.deliver(message, undisturbed);
    }
  }
}
