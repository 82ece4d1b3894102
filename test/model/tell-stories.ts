import fc from 'fast-check';
import { sumOf, type Tally } from '../prove/tally.ts';
import { allCommands, type Command, someTroubles } from './commands.ts';
import { brokenAtRest, countEnd } from './end-promises.ts';
import { comeToRest, sendEverythingAgain } from './ending.ts';
import { appear, foreignAccount } from './foreign-accounts.ts';
import { hireBody } from './hiring.ts';
import { createPromises } from './promises.ts';
import { createWorld, ENGINE, type Engine, type World } from './world.ts';

const LONGEST_STORY = 150;

/** Where in the random stories to begin; of a story that failed, fast-check tells all three. */
export interface Replay {
  readonly seed: number;
  readonly path?: string;
  readonly replayPath?: string;
}

export interface Bound {
  readonly stories: number;
  readonly limitMs?: number;
  /** Whether a story that fails is told again and again for its shortest form. */
  readonly isShrunk?: boolean;
}

export interface Stories {
  readonly stories: number;
  /** A row for each kind of command: how often it was given, and what became of its stories' people. */
  readonly tallies: readonly Tally[];
  /** The shortest story that breaks a promise, which, and how to tell it again. */
  readonly failure?: string;
}

/**
 * Tells random stories around the engine, each step followed by every promise, and each story brought
 * to its end with nothing in its way.
 */
export async function tellStories(
  { seed, ...again }: Replay,
  { stories, limitMs, isShrunk = true }: Bound,
  engine: Engine = ENGINE,
): Promise<Stories> {
  const tallies = new Map<string, Tally>();
  const story = fc.asyncProperty(
    fc.constantFrom(600_000, 600_000, 0),
    fc.array(hireBody, { minLength: 1, maxLength: 3 }),
    fc.array(foreignAccount, { maxLength: 1 }),
    someTroubles(),
    fc.commands(allCommands(), {
      maxCommands: LONGEST_STORY,
      size: 'max',
      ...(again.replayPath !== undefined && { replayPath: again.replayPath }),
    }),
    async (tokenLifeMs, bodies, accounts, troubles, commands) => {
      const world = createWorld(engine, tokenLifeMs);
      for (const account of accounts) appear(world, account);
      for (const body of bodies) world.queues.send(body);
      const { given, end } = await tell(world, troubles, commands).finally(world.stop);
      for (const [kind, injected] of given)
        tallies.set(kind, added(tallies.get(kind), kind, { ...end, injected }));
    },
  );
  const run = await fc.check(story, {
    ...{ seed, numRuns: stories, endOnFailure: !isShrunk },
    ...(again.path !== undefined && { path: again.path }),
    ...(limitMs !== undefined && { interruptAfterTimeLimit: limitMs }),
  });
  return {
    stories: run.numRuns,
    tallies: [...tallies.values()],
    // A run that the time limit ends before its first story has failed too, for want of one.
    ...(run.counterexample && { failure: describeFailure(run) }),
  };
}

function added(sum: Tally | undefined, kind: string, row: Omit<Tally, 'fault'>): Tally {
  return sumOf(kind, sum ? [sum, row] : [row]);
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
  return { given, end };
}

function insist(broken: readonly string[]): void {
  if (broken.length > 0) throw new Error(broken.join('; '));
}

function describeFailure<Values>(run: fc.RunDetails<Values>): string {
  const { seed, counterexample, counterexamplePath, errorInstance } = run;
  const story = fc.stringify(counterexample);
  const replayPath = /replayPath="([^"]*)"/.exec(story)?.[1];
  const replay = JSON.stringify({ seed, path: counterexamplePath, replayPath });
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return [
    `${why}, in this story:`,
    story.replaceAll('),', '),\n  '),
    `Tell it again: npm run test:soak -- --replay '${replay}'`,
  ].join('\n');
}
