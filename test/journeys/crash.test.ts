import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEFAULT_TARGET } from '../../local/directories/directories.ts';
import type { Phase } from '../support/http/intercepting-proxy.ts';
import type { BatchKind } from '../support/trials/batch-kind.ts';
import { BATCH_KINDS } from '../support/trials/batch-kinds.ts';
import { DATED_BATCHES } from '../support/trials/dated-batches.ts';
import { killAtEveryCall, type WayBack } from '../support/trials/kill-at-every-call.ts';
import { startTrialLanes, type TrialLane } from '../support/trials/trial-lane.ts';

/** `npm run prove` tries the other kinds, too. */
const KINDS = [
  'one new hire',
  'a person whose account exists already',
  'two new hires, one of them throttled',
  'one employee at two addresses',
  'a hire that the directory refuses, and then its corrected address',
  'a new hire with groups',
];
/** Looks at an account that is there, which none of the others does. */
const TWICE = 'one person twice, in other letter case';
const kinds = BATCH_KINDS.filter(({ name }) => KINDS.includes(name));
const sweep = DATED_BATCHES.filter((kind) => kind.of === 'the sweep');

let lanes: readonly TrialLane[];
beforeAll(async () => {
  lanes = await startTrialLanes(DEFAULT_TARGET);
});
afterAll(() => Promise.all(lanes.map((lane) => lane.stop())));

test('the recordings find every call that there is between the queue, the table and the directory', async () => {
  const found = new Set<string>();
  for (const kind of BATCH_KINDS.filter(({ name }) => [...KINDS, TWICE].includes(name))) {
    const calls = await lanes[0]?.callsOf(kind);
    for (const { operation } of calls ?? []) found.add(operation);
  }

  expect([...found].toSorted()).toEqual([
    'AssociateUserToPermissionGroup',
    'ChangeMessageVisibilityBatch',
    'CreateUser',
    'DeleteMessageBatch',
    'GetItem',
    'GetUser',
    'ListUsers',
    'SendMessageBatch',
    'UpdateItem',
  ]);
});

/** The worst moment, done but not told, for each of these; `npm run prove` tries every other too. */
const trials = [...kinds, ...sweep].flatMap((kind) => [
  trial(kind, 'committed', 'redelivered, then redriven'),
  ...(kind.inFull ? [trial(kind, 'before', 'redriven'), trial(kind, 'answered', 'redriven')] : []),
]);

function trial(kind: BatchKind, moment: Phase, wayBack: WayBack) {
  return { batch: kind.name, kind, moment, wayBack };
}

test.each(trials)(
  '$batch: survives being killed at any call ($moment), and is $wayBack',
  async ({ kind, moment, wayBack }) => {
    const tally = await killAtEveryCall({ kind, moment, waysBack: [wayBack] }, lanes);

    expect(tally).toMatchObject({ broken: [], lost: 0, doubled: 0 });
    expect([tally.accounts, tally.records]).toEqual([tally.people, tally.people]);
    expect(tally.injected).toBeGreaterThanOrEqual(kind.bareCalls);
  },
  120_000,
);
