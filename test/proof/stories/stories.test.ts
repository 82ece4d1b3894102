import { expect, jest, test } from '@jest/globals';
import { importChanged } from '../rules/mutant.ts';
import type { SourceChange } from '../rules/rule.ts';
import { REMOVABLE_RULES } from '../rules/rules.ts';
import { DIRECTORY_NAMES, type DirectoryName } from './directories.ts';
import { KINDS } from './kinds.ts';
import { TROUBLES } from './prove.ts';
import { BEYOND_DIRECTORY, BUDGET_SPENT, type Replay, runStories } from './run-stories.ts';
import { ENGINE_FILES, type Engine } from './simulation.ts';

// Bounded by its stories, not by time.
jest.setTimeout(300_000);

/**
 * The same stories in every run of the suite, so that only a change makes it fail. `npm run
 * test:soak` and `npm run prove` run new ones. JOINER_STORIES='{"seed":2}' runs those of that seed,
 * and with directory, path and replayPath the one that failed.
 */
const replay: Partial<Replay> = JSON.parse(process.env['JOINER_STORIES'] ?? '{"seed":1}');
const directories = DIRECTORY_NAMES.filter((name) => name === (replay.directory ?? name));

test.each(directories)(
  '150 random stories of everything that can fail keep every promise, at every step: %s',
  async (directory) => {
    const from = { seed: 1, ...replay, directory };
    process.stdout.write(`Random stories: JOINER_STORIES='${JSON.stringify(from)}'\n`);
    const { failure, tallies } = await runStories(from, { stories: 150 });

    expect(failure).toBeUndefined();
    expect(tallies.filter(({ lost, doubled }) => lost + doubled > 0)).toEqual([]);
  },
);

test.each(['identity-center', 'scim', 'scim-without-uniqueness'] as const)(
  'stories send hires that the directory cannot serve: %s',
  async (directory) => {
    const { tallies } = await runStories({ directory, seed: 1 }, { stories: 20 });

    expect(tallies.map(({ fault }) => fault)).toContain(BEYOND_DIRECTORY);
  },
);

const NO_TROUBLE = [
  'hire sent',
  'delivered',
  'call goes through',
  'instance runs on',
  'outage ends',
];

test('every kind of trouble has a section in the docs, and every section its kinds', () => {
  const kinds = KINDS.map(({ kind }) => kind);

  expect(Object.values(TROUBLES).flat().toSorted()).toEqual(
    [
      ...kinds.filter((kind) => !NO_TROUBLE.includes(kind)),
      BEYOND_DIRECTORY,
      BUDGET_SPENT,
    ].toSorted(),
  );
});

const ONLY_WAITED = 'a message was deferred that had not failed for a day';
const ANOTHERS = 'an event names an account that the directory itself knows to be another person’s';

// Always the same stories, so that they find it always; of a seed that finds it soon.
test.each<[rule: string, DirectoryName, broken: string, seed?: number]>([
  [
    'complete never writes over a record that is done',
    'finspace',
    'a record that was done has changed',
    17,
  ],
  ['fail writes only over its own attempt', 'finspace', 'an older attempt failed a newer one', 4],
  [
    'the number of attempts is no evidence',
    'finspace',
    'an account is called recovered that is not',
  ],
  [
    'a refusal by policy reads the record first',
    'finspace',
    'a request that is done was rejected',
    10,
  ],
  ['time that a pause took is no time of failing', 'finspace', ONLY_WAITED],
  [
    'an account is gone only once reads cannot lag behind its creation',
    'scim',
    'a record that was done has changed',
  ],
  [
    'a hire beyond a limit of the directory claims nothing',
    'identity-center',
    'a hire that the directory cannot serve was not rejected',
  ],
  ['any other request is a duplicate', 'finspace', 'two requests were first', 3],
  ['anyone claims once the lease is over', 'finspace', 'a record stays CREATING'],
  [
    'an hour gives no more places than it has',
    'finspace',
    'more first creations in an hour than the limit',
  ],
  [
    'a place that a claim has used is not given to the next hire',
    'scim',
    'more first creations in an hour than the limit',
  ],
  ['an account of another employee id is not taken over', 'identity-center', ANOTHERS],
  ['a duplicate of an account of another employee id is rejected', 'scim', ANOTHERS],
  [
    'where the target has neither, every attempt searches first',
    'scim-without-uniqueness',
    'two accounts for one person',
  ],
])(
  'random stories notice when this rule is gone: %s',
  async (rule, directory, broken, seed = 2) => {
    const changed = await importChanged(changeWithout(rule), ENGINE_FILES);
    const bound = { stories: 2_000, isShrunk: false };
    const engine = changed as unknown as Engine;
    const { failure } = await runStories({ directory, seed }, bound, engine);

    expect(failure).toContain(broken);
  },
);

function changeWithout(name: string): SourceChange {
  const found = REMOVABLE_RULES.find(({ rule }) => rule === name);
  if (!found) throw new Error(`There is no rule "${name}".`);
  return found.without;
}
