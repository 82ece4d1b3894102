import { hash } from 'node:crypto';
import { type End, endsFrom } from './ends.ts';
import { brokenPromises } from './invariants.ts';
import { createStory } from './replay.ts';
import { LEASE_RUNS_OUT, type Scenario, TOKEN_EXPIRES } from './scenarios.ts';
import {
  type Lane,
  type Progress,
  stepsFrom,
  textOfProgress,
  type WorldEvent,
} from './schedule.ts';
import {
  createHireWorld,
  ENGINE,
  type Engine,
  type HireWorld,
  type Moment,
  textOfMoment,
} from './simulation.ts';

export interface Exploration {
  /** Different orders of calls, faults and events; all are covered. */
  readonly schedules: number;
  /** Different situations that they lead through; each was gone on from once. */
  readonly situations: number;
  /** Of every different world that a schedule leaves behind. */
  readonly ends: readonly End[];
  /** The first schedule that breaks a promise, and which. */
  readonly found?: { readonly broken: readonly string[]; readonly steps: readonly string[] };
}

interface Bound {
  readonly faults: number;
  /** False runs every schedule by itself, to show that this leaves none out. */
  readonly mergesWhereTheyMeet?: boolean;
  readonly onProgress?: (situations: number) => void;
}

/**
 * Goes through every interleaving of a scenario's deliveries, with every placement of up to so many
 * faults; checks the promises after every step, and at the end of each schedule brings all messages to
 * their ends. Stops at the first promise that is broken.
 *
 * Two schedules that meet in the same situation have the same future: the same world (clock, table,
 * directory, queues), the same heard by each delivery so far, the same faults and events left. What
 * lies behind them was checked on the way. So every situation is gone on from once, and the schedules
 * that lead through it are counted.
 */
export async function explore(
  scenario: Scenario,
  { faults, mergesWhereTheyMeet = true, onProgress }: Bound,
  engine: Engine = ENGINE,
): Promise<Exploration> {
  const world = createHireWorld(engine, scenario.directory);
  scenario.prepare?.(world);
  const events = eventsOf(scenario, world);
  const schedulesFrom = new Map<string, number>();
  const worlds = new Set<string>();
  const ends = new Map<string, readonly End[]>();
  const path: string[] = [];
  let found: Exploration['found'];

  const note = (broken: readonly string[]) => {
    if (broken.length > 0) found ??= { broken: [...new Set(broken)], steps: [...path] };
  };
  /** Answers how many schedules lead on from here. */
  const follow = async (progress: Progress, moment: Moment): Promise<number> => {
    const worldKey = keyOf(textOfMoment(moment));
    const key = `${worldKey}${textOfProgress(progress)}`;
    const known = schedulesFrom.get(key);
    if (known !== undefined && mergesWhereTheyMeet) return known;
    if (!worlds.has(worldKey)) note(brokenPromises(world, scenario.deliveries));
    worlds.add(worldKey);
    const steps = stepsFrom(progress, events, world.clock.now);
    const isOver = steps.length === 0;
    if (isOver && !ends.has(worldKey)) {
      ends.set(worldKey, await endsFrom(moment, world, scenario));
      note(ends.get(worldKey)?.flatMap(({ broken }) => broken) ?? []);
    }
    let schedules = isOver ? 1 : 0;
    for (const { text, take } of steps) {
      if (found) break;
      path.push(text);
      world.putBack(moment);
      schedules += await follow(await take(), world.moment());
      path.pop();
    }
    schedulesFrom.set(key, schedules);
    if (schedulesFrom.size % 10_000 === 0) onProgress?.(schedulesFrom.size);
    return schedules;
  };

  const beginning = {
    lanes: await lanesOf(scenario, world),
    faultsLeft: faults,
    happened: new Set<string>(),
  };
  const schedules = await follow(beginning, world.moment());
  const situations = schedulesFrom.size;
  return { schedules, situations, ends: [...ends.values()].flat(), ...(found && { found }) };
}

/** Deliveries of the same message are the same story. */
async function lanesOf({ deliveries }: Scenario, world: HireWorld): Promise<readonly Lane[]> {
  const stories = Map.groupBy(deliveries, (message) => message);
  const lanes = [...stories].map(async ([message, { length }]) => {
    const story = createStory((actor) => world.deliver(message, message.messageId, actor));
    return new Array<Lane>(length).fill({ story, at: await story.begin() });
  });
  return (await Promise.all(lanes)).flat();
}

function eventsOf({ events, spared = [] }: Scenario, world: HireWorld): readonly WorldEvent[] {
  const { clock } = world;
  const jumps: WorldEvent[] = [
    { name: LEASE_RUNS_OUT, costs: 'a fault', happen: () => clock.advance(2 * 60_000) },
    { name: TOKEN_EXPIRES, costs: 'a fault', happen: () => clock.advance(11 * 60_000) },
  ];
  return [...jumps.filter(({ name }) => !spared.includes(name)), ...(events?.(world) ?? [])];
}

function keyOf(text: string): string {
  return hash('sha256', text, 'base64');
}
