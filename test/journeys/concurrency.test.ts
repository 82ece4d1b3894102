import { expect, test } from '@jest/globals';
import { TARGETS } from '../../local/directories/directories.ts';
import { tryCrowd } from '../support/trials/crowd.ts';

test.each(TARGETS)(
  'packaged for %s: twenty people who are sent four times each, to eight instances, with faults in all calls, become twenty accounts',
  async (target) => {
    const tally = await tryCrowd(target, { hires: 20, seed: 20_260_302 });

    expect(tally).toMatchObject({ broken: [], lost: 0, doubled: 0 });
    expect(tally).toMatchObject({ people: 20, accounts: 20, records: 20, events: 60 });
    expect(tally.injected).toBeGreaterThan(0);
  },
);
