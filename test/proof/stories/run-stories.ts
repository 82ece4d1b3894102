import fc from 'fast-check';
import { sumOf, type Tally } from '../../support/trials/tally.ts';
import { brokenPromises } from '../promises.ts';
import { brokenAudit } from './audited-end.ts';
import { allCommands, type Command, someTroubles } from './commands.ts';
import { DIRECTORIES, type DirectoryName, type StoryDirectory } from './directories.ts';
import { brokenAtRest, countEnd } from './end.ts';
import { comeToRest, sendEverythingAgain } from './ending.ts';
import { appear, foreignAccount } from './foreign-accounts.ts';
import { hireBody } from './hiring.ts';
import { createRecordHistory } from './record-history.ts';
import {
  createSimulation,
  ENGINE,
  type Engine,
  type Simulation,
  type StorySettings,
} from './simulation.ts';

const MAX_COMMANDS = 150;
/** Counted like kinds of commands. */
export const BEYOND_DIRECTORY = 'asks what the directory cannot give, or lacks what it needs';
export const BUDGET_SPENT = 'waits for a place of the budget';

/** Where to begin in the random stories. For a story that failed, fast-check reports all three. */
export interface Replay {
  /** The directory of the stories. */
  readonly directory: DirectoryName;
  readonly seed: number;
  readonly path?: string;
  readonly replayPath?: string;
}

export interface Bound {
  readonly stories: number;
  readonly limitMs?: number;
  /** Whether fast-check looks for the shortest form of a story that fails. */
  readonly isShrunk?: boolean;
  /** The row that counts a kind of command. Each kind has its own unless given. */
  readonly rowOf?: (kind: string) => string;
}

export interface Stories {
  readonly stories: number;
  /** How often each kind of command was run, and what became of the people of its stories. */
  readonly tallies: readonly Tally[];
  /** The shortest story that breaks a promise, with the promise and how to run it again. */
  readonly failure?: string;
}

/** Half of the stories have no limit: a hire that waits meets nothing else. */
const settings: fc.Arbitrary<StorySettings> = fc.record({
  creationsPerHour: fc.constantFrom(undefined, undefined, 1, 2),
  grantsToExisting: fc.boolean(),
});

/**
 * Runs random stories around the engine. Every promise is checked after each step, and each story
 * is brought to its end with nothing in its way.
 */
export async function runStories(
  { directory, seed, ...again }: Replay,
  { stories, limitMs, isShrunk = true, rowOf = (kind) => kind }: Bound,
  engine: Engine = ENGINE,
): Promise<Stories> {
  const tallies = new Map<string, Tally>();
  const story = fc.asyncProperty(
    fc.constantFrom<StoryDirectory[]>(...DIRECTORIES[directory]),
    fc.array(hireBody, { minLength: 1, maxLength: 3 }),
    fc.array(foreignAccount, { maxLength: 1 }),
    someTroubles(),
    fc.commands(allCommands(), {
      maxCommands: MAX_COMMANDS,
      size: 'max',
      ...(again.replayPath !== undefined && { replayPath: again.replayPath }),
    }),
    settings,
    async (kind, bodies, accounts, troubles, commands, as) => {
      const simulation = createSimulation(engine, kind, as);
      for (const account of accounts) appear(simulation, account);
      for (const body of bodies) simulation.queues.send(body);
      const { given, end } = await runStory(simulation, troubles, commands).finally(
        simulation.stop,
      );
      for (const [row, kinds] of Map.groupBy(given, ([kind]) => rowOf(kind))) {
        const injected = kinds.reduce((sum, [, times]) => sum + times, 0);
        tallies.set(row, added(tallies.get(row), row, { ...end, injected }));
      }
    },
  );
  const run = await fc.check(story, {
    seed,
    numRuns: stories,
    endOnFailure: !isShrunk,
    ...(again.path !== undefined && { path: again.path }),
    ...(limitMs !== undefined && { interruptAfterTimeLimit: limitMs }),
  });
  return {
    stories: run.numRuns,
    tallies: [...tallies.values()],
    // A run that the time limit ends before its first story counts as failed, but has no
    // counterexample.
    ...(run.counterexample && { failure: describeFailure(run, directory) }),
  };
}

function added(sum: Tally | undefined, fault: string, row: Omit<Tally, 'fault'>): Tally {
  return sumOf(fault, sum ? [sum, row] : [row]);
}

/** Returns how often each kind of command was run, and what became of everyone. */
async function runStory(
  simulation: Simulation,
  troubles: ReadonlySet<string>,
  commands: Iterable<Command>,
): Promise<{ readonly given: ReadonlyMap<string, number>; readonly end: Omit<Tally, 'fault'> }> {
  const given = new Map<string, number>();
  const brokenChanges = createRecordHistory(simulation);
  const check = (kind?: string) => {
    if (kind !== undefined) given.set(kind, (given.get(kind) ?? 0) + 1);
    insist([...simulation.broken, ...brokenChanges(), ...brokenPromises(simulation.view())]);
  };
  await fc.asyncModelRun(() => ({ model: { simulation, troubles, check }, real: null }), commands);
  await comeToRest(simulation, check);
  insist(brokenAtRest(simulation));
  await sendEverythingAgain(simulation, check);
  const end = countEnd(simulation);
  insist(end.broken);
  insist(await brokenAudit(simulation));
  const beyond = simulation.queues.bodies.filter(simulation.isBeyondDirectory);
  if (beyond.length > 0) given.set(BEYOND_DIRECTORY, beyond.length);
  const waits = simulation.budget.waits();
  if (waits > 0) given.set(BUDGET_SPENT, waits);
  return { given, end };
}

function insist(broken: readonly string[]): void {
  if (broken.length > 0) throw new Error([...new Set(broken)].join('; '));
}

function describeFailure<Values>(run: fc.RunDetails<Values>, directory: DirectoryName): string {
  const { seed, counterexample, counterexamplePath, errorInstance } = run;
  const story = fc.stringify(counterexample);
  const replayPath = /replayPath="([^"]*)"/.exec(story)?.[1];
  const replay = JSON.stringify({ directory, seed, path: counterexamplePath, replayPath });
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return [
    `${why}, in this story with ${directory}:`,
    story.replaceAll('),', '),\n  '),
    `Run it again: npm run test:soak -- --replay '${replay}'`,
  ].join('\n');
}
