import { hash } from 'node:crypto';
import { brokenPromises } from '../promises.ts';
import { type End, endsFrom } from './ends.ts';
import { ENGINE, type Engine } from './engine.ts';
import { LEASE_RUNS_OUT, TOKEN_EXPIRES } from './outside-events.ts';
import { type Act, createResumable } from './resumable.ts';
import { messagesOf, type Scenario } from './scenario.ts';
import {
  type Lane,
  type OutsideEvent,
  type Progress,
  stepsFrom,
  textOfProgress,
} from './schedule.ts';
import { createSimulation, type Moment, type Simulation, textOfMoment } from './simulation.ts';

export interface Exploration {
  /** Different orders of calls, faults and events. All are covered. */
  readonly schedules: number;
  /** Different situations that the schedules lead through. Each was continued from once. */
  readonly situations: number;
  /** One for each different state that a schedule leaves behind. */
  readonly ends: readonly End[];
  /** The first schedule that breaks a promise, and which promises. */
  readonly found?: { readonly broken: readonly string[]; readonly steps: readonly string[] };
}

export interface Bound {
  readonly faults: number;
  /** How often a schedule may change to another delivery before the latest has ended. No bound unless given. */
  readonly switches?: number;
  /** False runs every schedule by itself, to show that the merge leaves none out. */
  readonly mergesWhereTheyMeet?: boolean;
  readonly onProgress?: (situations: number) => void;
}

/**
 * Goes through every interleaving of a scenario's deliveries, with every placement of up to so many
 * faults. It checks the promises after every step, and at the end of each schedule brings all
 * messages to their ends. It stops at the first broken promise.
 *
 * Two schedules that meet in the same situation have the same future: the same clock, table,
 * directory and queues, the same replies to each delivery so far, the same faults and events left.
 * The promises were checked on the way there. So each situation is continued from once, and the
 * schedules that lead through it are counted.
 */
export async function explore(
  scenario: Scenario,
  { faults, switches = Number.POSITIVE_INFINITY, mergesWhereTheyMeet = true, onProgress }: Bound,
  engine: Engine = ENGINE,
): Promise<Exploration> {
  const simulation = createSimulation(engine, scenario.directory, scenario);
  await scenario.prepare?.(simulation);
  const around = {
    events: eventsOf(scenario, simulation),
    nowMs: simulation.clock.now,
    sentTwice: scenario.callsAreRepeated && simulation.sentTwice,
  };
  const schedulesFrom = new Map<string, number>();
  const checked = new Set<string>();
  const ends = new Map<string, readonly End[]>();
  const path: string[] = [];
  let found: Exploration['found'];

  const note = (broken: readonly string[]) => {
    if (broken.length > 0) found ??= { broken: [...new Set(broken)], steps: [...path] };
  };
  /** Returns how many schedules lead on from here. */
  const follow = async (progress: Progress, moment: Moment): Promise<number> => {
    const momentKey = keyOf(textOfMoment(moment));
    const key = `${momentKey}${textOfProgress(progress)}`;
    const known = schedulesFrom.get(key);
    if (known !== undefined && mergesWhereTheyMeet) return known;
    if (!checked.has(momentKey))
      note(brokenPromises(simulation.view([...messagesOf(scenario), ...simulation.copies()])));
    checked.add(momentKey);
    const steps = stepsFrom(progress, around);
    const isOver = steps.length === 0;
    if (isOver && !ends.has(momentKey)) {
      ends.set(momentKey, await endsFrom(moment, simulation, scenario));
      note(ends.get(momentKey)?.flatMap(({ broken }) => broken) ?? []);
    }
    let schedules = isOver ? 1 : 0;
    for (const { text, take } of steps) {
      if (found) break;
      path.push(text);
      simulation.putBack(moment);
      schedules += await follow(await take(), simulation.moment());
      path.pop();
    }
    schedulesFrom.set(key, schedules);
    if (schedulesFrom.size % 10_000 === 0) onProgress?.(schedulesFrom.size);
    return schedules;
  };

  const beginning = {
    lanes: await lanesOf(scenario, simulation),
    faultsLeft: faults,
    happened: new Set<string>(),
    switchesLeft: switches,
  };
  const schedules = await follow(beginning, simulation.moment());
  const situations = schedulesFrom.size;
  return { schedules, situations, ends: [...ends.values()].flat(), ...(found && { found }) };
}

/** Deliveries of one message share what was run of it. */
async function lanesOf(
  { deliveries, inTurn = [], sweeps = 0, copies = 0 }: Scenario,
  { deliver, deliverInTurn, deliverCopy, waiting }: Simulation,
): Promise<readonly Lane[]> {
  const byMessage = Map.groupBy(deliveries, (message) => message);
  const given = [...byMessage].map(([message, { length }]) =>
    lanes((actor) => deliver(message, message.messageId, actor), length),
  );
  const ofCopies = Array.from({ length: copies }, (_, nth) =>
    lanes(
      (actor) => deliverCopy(nth, actor),
      1,
      () => waiting.copies.length > nth,
    ),
  );
  const warm = lanes((actor) => deliverInTurn(inTurn, actor), Math.min(1, inTurn.length));
  return (await Promise.all([...given, warm, lanes(waiting.sweep, sweeps), ...ofCopies])).flat();
}

async function lanes(act: Act, length: number, canStart?: () => boolean): Promise<Lane[]> {
  if (length === 0) return [];
  const delivery = createResumable(act);
  const lane = { delivery, at: await delivery.begin(), ...(canStart && { canStart }) };
  return new Array<Lane>(length).fill(lane);
}

function eventsOf(
  { events, spared = [] }: Scenario,
  simulation: Simulation,
): readonly OutsideEvent[] {
  const { clock } = simulation;
  const jumps: OutsideEvent[] = [
    { name: LEASE_RUNS_OUT, costs: 'a fault', happen: () => clock.advance(2 * 60_000) },
    { name: TOKEN_EXPIRES, costs: 'a fault', happen: () => clock.advance(11 * 60_000) },
  ];
  return [...jumps.filter(({ name }) => !spared.includes(name)), ...(events?.(simulation) ?? [])];
}

function keyOf(text: string): string {
  return hash('sha256', text, 'base64');
}
