/**
 * `npm run test:soak`: random stories around the engine for as long as you like, with a new seed
 * for every 2,000 of them, and one directory after another. `-- --minutes 60` (5 unless given, 720
 * at most), `--directory scim` for one directory, `--seed 1` for the first round, and `--replay
 * '{...}'` for a story that failed, as it was printed. The exit code is 1 if a promise is broken.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { matrixTable } from '../matrix/matrix.ts';
import { DIRECTORY_NAMES } from './directories.ts';
import { runRounds } from './rounds.ts';
import { runStories, type Stories } from './run-stories.ts';

const MAX_MINUTES = 720;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string' },
    directory: { type: 'string' },
    replay: { type: 'string' },
  },
});

const directories = DIRECTORY_NAMES.filter((name) => name === (values.directory ?? name));
if (directories.length === 0)
  throw new Error(`--directory must be one of: ${DIRECTORY_NAMES.join(', ')}`);

report(
  values.replay === undefined
    ? await soak(Math.min(MAX_MINUTES, Number(values.minutes)), values.seed)
    : await runStories(JSON.parse(values.replay), { stories: 1 }),
);

function soak(minutes: number, firstSeed: string | undefined): Promise<Stories> {
  const given = firstSeed === undefined ? [] : [Number(firstSeed)];
  return runRounds(
    () => given.pop() ?? randomInt(2 ** 31),
    { stories: Number.POSITIVE_INFINITY, limitMs: minutes * 60_000, directories },
    console.log,
  );
}

function report({ stories, tallies, failure }: Stories): void {
  console.log(matrixTable(tallies.toSorted((one, other) => other.injected - one.injected)));
  console.log(`${stories.toLocaleString('en')} stories`);
  if (failure !== undefined) console.error(failure);
  process.exitCode = failure === undefined ? 0 : 1;
}
