import type { BatchKind, BatchLane, Stage } from './batch-kind.ts';
import {
  addressOf,
  batchOf,
  bodyOf,
  employeeIdOf,
  type HireBatch,
  IN_THREE_GROUPS,
} from './hire-batch.ts';

const DAY_MS = 86_400_000;
/** Not tomorrow: no hire is due while a trial before the day runs past midnight. */
const DAYS_AHEAD = 2;
const LATER_DAYS_AHEAD = 4;

/** Two hires of one day, and one of a later day; one of them has no employee id. */
function datedOf(id: string): HireBatch {
  const ada = datedHire(id, 'ada', { employeeId: employeeIdOf(id, 1) });
  const grace = datedHire(id, 'grace', {});
  const joan = datedHire(id, 'joan', { employeeId: employeeIdOf(id, 3) }, LATER_DAYS_AHEAD);
  const bodies = [ada, grace, joan];
  return batchOf(id, bodies, { people: [], waiting: bodies });
}

function datedHire(
  id: string,
  name: 'ada' | 'grace' | 'joan',
  changes: Readonly<Record<string, string>>,
  daysAhead = DAYS_AHEAD,
): string {
  const number = ['ada', 'grace', 'joan'].indexOf(name) + 1;
  const startDate = new Date(Date.now() + daysAhead * DAY_MS).toISOString().slice(0, 10);
  return bodyOf(id, number, { emailAddress: addressOf(id, name), startDate, ...changes });
}

/** The groups follow from its fields on the day. */
function withGroups(id: string): string {
  return datedHire(id, 'ada', { employeeId: employeeIdOf(id, 1), ...IN_THREE_GROUPS });
}

/** What must have become of everyone once these hires are due. */
function dueOf(batch: HireBatch, names: readonly string[]): HireBatch {
  const addresses = names.map((name) => addressOf(batch.id, name));
  return {
    ...batch,
    people: addresses.map((address) => [address] as const),
    waiting: batch.bodies.filter((body) => !addresses.some((address) => body.includes(address))),
  };
}

const onTheDay = (batch: HireBatch) => dueOf(batch, ['ada', 'grace']);

/** The day of some comes. The sweep runs, and what it sends is delivered. */
function dayOf(names: readonly string[], daysAhead: number): Stage {
  return async (lane, batch) => {
    lane.letDaysPass(daysAhead);
    await lane.sweep();
    await lane.redeliver();
    const due = dueOf(batch, names);
    await insistOnWaiting(lane, due.waiting.length);
    return due;
  };
}

const theDay = dayOf(['ada', 'grace'], DAYS_AHEAD);
const theLaterDay = dayOf(['ada', 'grace', 'joan'], LATER_DAYS_AHEAD);

/** One more run finds nothing to do. */
const oneMoreSweep: Stage = async (lane, batch) => {
  await lane.sweep();
  const sent = await lane.service.messagesLeft();
  if (sent > 0) throw new Error(`The sweep sent ${sent} hires once more.`);
  return batch;
};

async function insistOnWaiting(lane: BatchLane, count: number): Promise<void> {
  const waiting = await lane.service.scheduled();
  if (waiting !== count) throw new Error(`${waiting} hires wait for their day, not ${count}.`);
}

const waitForTheDay: Stage = async (lane, batch) => {
  const { bodies } = batch;
  await lane.add(bodies);
  await lane.service.consumeOnce();
  await insistOnWaiting(lane, bodies.length);
  lane.letDaysPass(DAYS_AHEAD);
  return batch;
};

const untilReleased: Stage = async (lane, batch) => {
  await waitForTheDay(lane, batch);
  await lane.sweep();
  return batch;
};

/** Batches of hires that wait for their day. */
export const DATED_BATCHES: readonly BatchKind[] = [
  {
    name: 'three hires before their day',
    bareCalls: 10,
    make: datedOf,
    afterwards: [theDay, theLaterDay, oneMoreSweep],
  },
  {
    name: 'the sweep, on the day of two of three hires',
    bareCalls: 6,
    of: 'the sweep',
    make: (id) => onTheDay(datedOf(id)),
    prepare: waitForTheDay,
    afterwards: [theLaterDay, oneMoreSweep],
  },
  {
    name: 'two hires that the sweep has released, and one that waits',
    bareCalls: 13,
    make: (id) => onTheDay(datedOf(id)),
    prepare: untilReleased,
    afterwards: [theLaterDay, oneMoreSweep],
  },
  {
    name: 'a hire that the sweep has released',
    bareCalls: 8,
    oneCallAtATime: true,
    make: (id) => batchOf(id, [datedHire(id, 'ada', { employeeId: employeeIdOf(id, 1) })]),
    prepare: untilReleased,
    afterwards: [oneMoreSweep],
  },
  {
    name: 'a hire with groups that the sweep has released',
    bareCalls: 12,
    oneCallAtATime: true,
    make: (id) => batchOf(id, [withGroups(id)]),
    prepare: untilReleased,
    afterwards: [oneMoreSweep],
  },
];
