import fc from 'fast-check';
import { sumOf, type Tally } from '../../support/trials/tally.ts';
import { allCommands, type Command, someTroubles } from './commands.ts';
import { DIRECTORIES, type DirectoryName, type StoryDirectory } from './directories.ts';
import { brokenAtRest, countEnd } from './end-promises.ts';
import { comeToRest, sendEverythingAgain } from './ending.ts';
import { appear, foreignAccount } from './foreign-accounts.ts';
import { hireBody } from './hiring.ts';
import { createPromises } from './promises.ts';
import { createWorld, ENGINE, type Engine, type World } from './simulation.ts';

const LONGEST_STORY = 150;
/** Counted as kinds of command are. */
export const BEYOND_DIRECTORY = 'asks what the directory cannot give, or lacks what it needs';

/** Where in the random stories to begin; of a story that failed, fast-check tells all three. */
export interface Replay {
  /** The directory that the stories are told with. */
  readonly directory: DirectoryName;
  readonly seed: number;
  readonly path?: string;
  readonly replayPath?: string;
}

export interface Bound {
  readonly stories: number;
  readonly limitMs?: number;
  /** Whether a story that fails is told again and again for its shortest form. */
  readonly isShrunk?: boolean;
  /** In which row a kind of command is counted; each in its own unless given. */
  readonly rowOf?: (kind: string) => string;
}

export interface Stories {
  readonly stories: number;
  /** How often each kind of command was given, and what became of its stories' people. */
  readonly tallies: readonly Tally[];
  /** The shortest story that breaks a promise, which, and how to tell it again. */
  readonly failure?: string;
}

/**
 * Tells random stories around the engine, each step followed by every promise, and each story brought
 * to its end with nothing in its way.
 */
export async function tellStories(
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
      maxCommands: LONGEST_STORY,
      size: 'max',
      ...(again.replayPath !== undefined && { replayPath: again.replayPath }),
    }),
    async (kind, bodies, accounts, troubles, commands) => {
      const world = createWorld(engine, kind);
      for (const account of accounts) appear(world, account);
      for (const body of bodies) world.queues.send(body);
      const { given, end } = await tell(world, troubles, commands).finally(world.stop);
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
    // A run that the time limit ends before its first story has failed too, for want of one.
    ...(run.counterexample && { failure: describeFailure(run, directory) }),
  };
}

function added(sum: Tally | undefined, fault: string, row: Omit<Tally, 'fault'>): Tally {
  return sumOf(fault, sum ? [sum, row] : [row]);
}

/** Answers how often each kind of command was given, and what became of everybody. */
async function tell(
  world: World,
  troubles: ReadonlySet<string>,
  commands: Iterable<Command>,
): Promise<{ readonly given: ReadonlyMap<string, number>; readonly end: Omit<Tally, 'fault'> }> {
  const given = new Map<string, number>();
  const brokenPromises = createPromises(world);
  const check = (kind?: string) => {
    if (kind !== undefined) given.set(kind, (given.get(kind) ?? 0) + 1);
    insist(brokenPromises());
  };
  await fc.asyncModelRun(() => ({ model: { world, troubles, check }, real: null }), commands);
  await comeToRest(world, check);
  insist(brokenAtRest(world));
  await sendEverythingAgain(world, check);
  const end = countEnd(world);
  insist(end.broken);
  const beyond = world.queues.bodies.filter(world.isBeyondDirectory);
  if (beyond.length > 0) given.set(BEYOND_DIRECTORY, beyond.length);
  return { given, end };
}

function insist(broken: readonly string[]): void {
  if (broken.length > 0) throw new Error(broken.join('; '));
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
    `Tell it again: npm run test:soak -- --replay '${replay}'`,
  ].join('\n');
}
