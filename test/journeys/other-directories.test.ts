import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_TARGET, TARGETS } from '../../local/directories/directories.ts';
import { BATCH_KINDS } from '../support/trials/batch-kinds.ts';
import { freezeAtEveryCall } from '../support/trials/freeze-at-every-call.ts';
import { killAtEveryCall } from '../support/trials/kill-at-every-call.ts';
import { startTrialLane, type TrialLane } from '../support/trials/trial-lane.ts';

/** These meet every call that a directory has; the others show nothing more of it. */
const NEW_HIRE = 'a new hire with groups';
const KINDS = [NEW_HIRE, 'a person whose account exists already'];
const kinds = BATCH_KINDS.filter(({ name }) => KINDS.includes(name));

describe.each(TARGETS.filter((target) => target !== DEFAULT_TARGET))(
  'packaged for %s:',
  (target) => {
    let lane: TrialLane;
    beforeAll(async () => {
      lane = await startTrialLane(target);
    });
    afterAll(() => lane.stop());

    test.each(kinds)(
      '$name: survives being killed at any call, done but not published, and is redelivered, then redriven',
      async (kind) => {
        const waysBack = ['redelivered, then redriven'] as const;
        const tally = await killAtEveryCall({ kind, moment: 'committed', waysBack }, [lane]);

        expect(tally).toMatchObject({ broken: [], lost: 0, doubled: 0 });
        expect([tally.accounts, tally.records]).toEqual([tally.people, tally.people]);
        expect(tally.injected).toBeGreaterThanOrEqual(kind.bareCalls);
      },
      120_000,
    );

    // The late calls that matter make an account and add it to groups. Only FinSpace would know them by their tokens.
    test.each(kinds.filter(({ name }) => name === NEW_HIRE))(
      '$name: an instance that stands still at any call until another has finished changes nothing',
      async (kind) => {
        const tally = await freezeAtEveryCall({ kind, moment: 'before', tokens: ['token over'] }, [
          lane,
        ]);

        expect(tally).toMatchObject({ broken: [], lost: 0, doubled: 0 });
        expect([tally.accounts, tally.records]).toEqual([tally.people, tally.people]);
        expect(tally.injected).toBeGreaterThanOrEqual(kind.bareCalls - 1);
      },
      120_000,
    );
  },
);
