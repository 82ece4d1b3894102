import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DEFAULT_TARGET } from '../../local/directories/directories.ts';
import type { Phase } from '../support/http/intercepting-proxy.ts';
import type { BatchKind } from '../support/trials/batch-kind.ts';
import { BATCH_KINDS } from '../support/trials/batch-kinds.ts';
import { freezeAtEveryCall, kindsToFreeze } from '../support/trials/freeze-at-every-call.ts';
import { startTrialLanes, type TrialLane } from '../support/trials/trial-lane.ts';

let lanes: readonly TrialLane[];
beforeAll(async () => {
  lanes = await startTrialLanes(DEFAULT_TARGET);
});
afterAll(() => Promise.all(lanes.map((lane) => lane.stop())));

/** A late call is the worst; `npm run prove` tries every moment, and with a good client token too. */
const KINDS = ['one new hire', 'a person whose account exists already', 'a new hire with groups'];
const kinds = kindsToFreeze(BATCH_KINDS).filter(({ name }) => KINDS.includes(name));
const trials = kinds.flatMap((kind) => [
  trial(kind, 'before'),
  ...(kind.inFull ? [trial(kind, 'committed'), trial(kind, 'answered')] : []),
]);

function trial(kind: BatchKind, moment: Phase) {
  return { batch: kind.name, kind, moment };
}

test.each(trials)(
  '$batch: an instance that stands still at any call ($moment) until another has finished changes nothing',
  async ({ kind, moment }) => {
    const tally = await freezeAtEveryCall({ kind, moment, tokens: ['token over'] }, lanes);

    expect(tally).toMatchObject({ broken: [], lost: 0, doubled: 0 });
    expect([tally.accounts, tally.records]).toEqual([tally.people, tally.people]);
    expect(tally.injected).toBeGreaterThanOrEqual(kind.bareCalls - 1);
  },
);
