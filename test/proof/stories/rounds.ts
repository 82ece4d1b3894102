import { sumOf } from '../../support/trials/tally.ts';
import { DIRECTORY_NAMES, type DirectoryName } from './directories.ts';
import { type Bound, runStories, type Stories } from './run-stories.ts';

const STORIES_IN_A_ROUND = 2_000;

/** One directory after another. */
interface Rounds extends Pick<Bound, 'stories' | 'limitMs' | 'rowOf'> {
  readonly directories?: readonly DirectoryName[];
}

/** Round after round of stories, each with its own seed, until all have run or one fails. */
export async function runRounds(
  nextSeed: () => number,
  { stories, limitMs = Number.POSITIVE_INFINITY, directories = DIRECTORY_NAMES, ...as }: Rounds,
  onRound: (line: string) => void,
): Promise<Stories> {
  const endMs = performance.now() + limitMs;
  const rounds: Stories[] = [];
  let left = stories;
  while (left > 0 && performance.now() < endMs && rounds.at(-1)?.failure === undefined) {
    const seed = nextSeed();
    const directory = directories[rounds.length % directories.length] ?? 'finspace';
    const leftMs = endMs - performance.now();
    const round = await runStories(
      { directory, seed },
      {
        ...as,
        stories: Math.min(left, STORIES_IN_A_ROUND),
        ...(Number.isFinite(leftMs) && { limitMs: leftMs }),
      },
    );
    onRound(`${directory}, seed ${seed}: ${round.stories} stories`);
    rounds.push(round);
    left -= round.stories;
  }
  return sumOfRounds(rounds);
}

function sumOfRounds(rounds: readonly Stories[]): Stories {
  const tallies = rounds.flatMap((round) => round.tallies);
  const failure = rounds.at(-1)?.failure;
  return {
    stories: rounds.reduce((sum, { stories }) => sum + stories, 0),
    tallies: [...Map.groupBy(tallies, ({ fault }) => fault)].map(([kind, rows]) =>
      sumOf(kind, rows),
    ),
    ...(failure !== undefined && { failure }),
  };
}
