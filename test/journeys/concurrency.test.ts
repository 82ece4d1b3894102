import { expect, test } from '@jest/globals';
import { proveConcurrency } from '../prove/concurrency.ts';

test('forty people who are sent four times each, to eight instances, with faults in all calls, become forty accounts', async () => {
  const [tally] = await proveConcurrency({ hires: 40, seed: 20_260_302 });

  expect(tally).toMatchObject({ broken: [], lost: 0, doubled: 0 });
  expect(tally).toMatchObject({ people: 40, accounts: 40, records: 40, events: 120 });
  expect(tally?.injected).toBeGreaterThan(0);
});
