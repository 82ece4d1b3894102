import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ADA, hire } from '../support/bodies/hires.ts';
import { type EngineHarness, startEngineHarness } from '../support/engine/engine-harness.ts';

let engine: EngineHarness;
beforeEach(async () => {
  engine = await startEngineHarness();
});
afterEach(() => engine.stop());

const eventOf = (type: string) => ({
  specversion: '1.0',
  id: `${type}-1`,
  source: 'hr',
  type,
  data: hire({ requestId: null, employeeId: 'E-1' }),
});
const deliver = (type: string) =>
  engine.deliver([{ body: eventOf(type) }], { env: { ACCEPTED_EVENT_TYPES: 'employee.hired' } });

test('a termination creates no account, and its event only claims whose it is', async () => {
  await deliver('employee.left');

  expect(engine.directory.users()).toEqual([]);
  expect(await engine.recordCount()).toBe(0);
  expect(await engine.events()).toMatchObject([
    {
      type: 'joiner.user.rejected.v1',
      data: {
        claimedRequestId: 'employee.left-1',
        claimedEmployeeId: 'E-1',
        reason: { code: 'event-type-not-accepted' },
      },
    },
  ]);
});

test('a termination after the hire is rejected, and leaves the record as it is', async () => {
  await deliver('employee.hired');
  const record = await engine.record(ADA);
  await deliver('employee.left');

  expect(await engine.outcomes()).toEqual(['created', 'event-type-not-accepted']);
  expect(await engine.record(ADA)).toEqual(record);
});

test('a hire that was done is published again after its type is no longer accepted', async () => {
  await deliver('employee.hired');
  await engine.deliver([{ body: eventOf('employee.hired') }], {
    env: { ACCEPTED_EVENT_TYPES: 'other' },
  });

  const [first, second] = await engine.events();
  expect(second).toEqual(first);
});
