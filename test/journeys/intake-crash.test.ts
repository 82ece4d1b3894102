import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type IntakeLane, startIntakeLane } from '../support/trials/intake-trial.ts';
import { isKept } from '../support/trials/tally.ts';

// `npm run prove` kills the intake at every moment of every call.
let lane: IntakeLane;
beforeAll(async () => {
  lane = await startIntakeLane('finspace');
});
afterAll(() => lane.stop());

test.each([
  [
    'while it asks whether the notification is in flight',
    { operation: 'ChangeMessageVisibilityBatch', ordinal: 1, moment: 'committed' },
  ],
  ['before it reads the file', { operation: 'GetObject', ordinal: 1, moment: 'before' }],
  [
    'once hires are sent, before they are marked',
    { operation: 'SendMessageBatch', ordinal: 1, moment: 'committed' },
  ],
  [
    'once a record is rejected, before its event',
    { operation: 'SendMessageBatch', ordinal: 2, moment: 'answered' },
  ],
  ['between two marks', { operation: 'PutItem', ordinal: 4, moment: 'committed' }],
] as const)('a file loses no one when the intake is killed %s', async (_, point) => {
  const stock = await lane.killAt('a file', point);

  expect(stock.broken).toEqual([]);
  expect(isKept({ fault: '', ...stock })).toBe(true);
});
