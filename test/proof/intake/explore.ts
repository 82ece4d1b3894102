import { hash } from 'node:crypto';
import { createResumable } from '../interleavings/resumable.ts';
import {
  type Lane,
  type OutsideEvent,
  type Progress,
  stepsFrom,
  textOfProgress,
} from '../interleavings/schedule.ts';
import { INTAKE_ENGINE, type IntakeEngine } from './engine.ts';
import { brokenAtEnd, brokenNow } from './promises.ts';
import type { IntakeScenario } from './scenarios.ts';
import { createIntakeSimulation, type IntakeSimulation } from './simulation.ts';
import type { Moment } from './world.ts';

export interface IntakeExploration {
  /** Different situations that the schedules lead through. Each was continued from once. */
  readonly situations: number;
  readonly ends: number;
  /** The first schedule that breaks a promise, and which promises. */
  readonly found?: { readonly broken: readonly string[]; readonly steps: readonly string[] };
}

/**
 * Goes through every interleaving of a scenario's deliveries, with every placement of up to so many faults, as the
 * search of the engine does (test/proof/interleavings/explore.ts). At the end of each schedule, what is left in the
 * queue is delivered until nothing is.
 */
export async function exploreIntake(
  scenario: IntakeScenario,
  faults: number,
  engine: IntakeEngine = INTAKE_ENGINE,
): Promise<IntakeExploration> {
  const simulation = createIntakeSimulation(engine, scenario);
  await prepare(scenario, simulation);
  const around = { events: approvalsOf(scenario, simulation), nowMs: () => 0 };
  const known = new Set<string>();
  const ends = new Set<string>();
  const path: string[] = [];
  let found: IntakeExploration['found'];
  const note = (broken: readonly string[]) => {
    if (broken.length > 0) found ??= { broken: [...new Set(broken)], steps: [...path] };
  };

  const follow = async (progress: Progress, moment: Moment): Promise<void> => {
    const momentKey = keyOf(moment);
    const key = `${momentKey}${textOfProgress(progress)}`;
    if (known.has(key)) return;
    known.add(key);
    note(brokenNow(simulation.world()));
    const steps = stepsFrom(progress, around);
    if (steps.length === 0 && !ends.has(momentKey)) {
      ends.add(momentKey);
      note(await toTheEnd(scenario, simulation));
    }
    for (const { text, take } of steps) {
      if (found) return;
      path.push(text);
      simulation.putBack(moment);
      await follow(await take(), simulation.moment());
      path.pop();
    }
  };

  const lanes = await lanesOf(scenario, simulation);
  const beginning = {
    lanes,
    faultsLeft: faults,
    happened: new Set<string>(),
    switchesLeft: Number.POSITIVE_INFINITY,
  };
  await follow(beginning, simulation.moment());
  return { situations: known.size, ends: ends.size, ...(found && { found }) };
}

async function prepare({ before = [], files }: IntakeScenario, simulation: IntakeSimulation) {
  for (const file of before) {
    simulation.change({ notifications: [file.name] });
    await deliverInPeace(file, simulation);
  }
  const notifications = files.flatMap(([{ name }, deliveries]) => new Array(deliveries).fill(name));
  simulation.change({ notifications: notifications.sort() });
}

/** Deliveries of one file share what was run of it. */
async function lanesOf(
  { files, waiting = [] }: IntakeScenario,
  { deliver, world }: IntakeSimulation,
): Promise<Lane[]> {
  const lanes = files.map(async ([file, deliveries]) => {
    const delivery = createResumable((actor) => deliver(file, actor));
    const lane = { delivery, at: await delivery.begin() };
    const isApproved = () => world().approved.includes(file.name);
    const afterwards = waiting.includes(file.name) ? [{ ...lane, canStart: isApproved }] : [];
    return [...new Array<Lane>(deliveries).fill(lane), ...afterwards];
  });
  return (await Promise.all(lanes)).flat();
}

function approvalsOf(
  { files, waiting = [] }: IntakeScenario,
  simulation: IntakeSimulation,
): readonly OutsideEvent[] {
  return files
    .filter(([{ name }]) => waiting.includes(name))
    .map(([file]) => ({
      name: `an operator approves ${file.name}`,
      costs: 'nothing' as const,
      isPossible: () => simulation.fileNamed(file.name)?.state === 'waiting',
      happen: () => simulation.approve(file),
    }));
}

/** More than any file needs. */
const DELIVERIES_AT_MOST = 20;

/** Delivers what is left, approves what waits, and returns which promises are broken then. */
async function toTheEnd(
  scenario: IntakeScenario,
  simulation: IntakeSimulation,
): Promise<readonly string[]> {
  for (let delivered = 0; delivered < DELIVERIES_AT_MOST; delivered += 1) {
    const [name] = simulation.world().notifications;
    const file = scenario.files.find(([one]) => one.name === name)?.[0];
    if (file) await deliverInPeace(file, simulation);
    else if (!(await approveOne(scenario, simulation))) break;
  }
  return [...brokenNow(simulation.world()), ...brokenAtEnd(scenario, simulation)];
}

async function approveOne({ files }: IntakeScenario, simulation: IntakeSimulation) {
  const { approved } = simulation.world();
  const waits = files.find(
    ([{ name }]) => simulation.fileNamed(name)?.state === 'waiting' && !approved.includes(name),
  );
  if (waits) await simulation.approve(waits[0]);
  return waits !== undefined;
}

function deliverInPeace(
  file: Parameters<IntakeSimulation['deliver']>[0],
  { deliver }: IntakeSimulation,
): Promise<void> {
  return deliver(file, {
    clock: { now: () => 0 },
    call: (_name, _kind, perform) => perform(),
  });
}

function keyOf({ world, items }: Moment): string {
  const sorted = [...items].sort(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify([world, sorted]), 'base64');
}
