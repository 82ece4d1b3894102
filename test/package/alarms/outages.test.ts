import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { alarms, type Outage, verdictsOf } from './outage.ts';
import { AT_INTAKE } from './outages/at-intake.ts';
import { AT_THE_AUDIT } from './outages/at-the-audit.ts';
import { AT_THE_FUNCTION } from './outages/at-the-function.ts';
import { AT_THE_SERVICES } from './outages/at-the-services.ts';
import { AT_THE_SWEEP } from './outages/at-the-sweep.ts';
import { FLOODED_GROUPS } from './outages/flooded-groups.ts';
import { IN_THE_QUEUES } from './outages/in-the-queues.ts';
import { READINGS } from './reading.ts';
import { type Story, startStory } from './story.ts';

const ELSEWHERE = [
  ...AT_THE_SWEEP,
  ...AT_THE_AUDIT,
  ...AT_INTAKE,
  ...IN_THE_QUEUES,
  ...FLOODED_GROUPS,
];
const OUTAGES = [...AT_THE_SERVICES, ...AT_THE_FUNCTION, ...ELSEWHERE];

/** Faults of docs/how-things-go-wrong.md that no alarm is for: quiet.test.ts has them, or no one sees them. */
const RING_NOTHING = [
  'Deletion lost',
  'Answer lost',
  'Delivered twice',
  'One employee, several addresses',
  'Reads that lag',
  'Rules change',
  'Erased',
  'Reassigned',
  'Expired',
  'The clock',
  'The proof itself',
];

test('every alarm rings in one of them', () => {
  const ringing = new Set(OUTAGES.flatMap(({ bounds }) => Object.keys(bounds)));

  expect(alarms.map(({ shortName }) => shortName).filter((name) => !ringing.has(name))).toEqual([]);
});

test('every fault of docs/how-things-go-wrong.md is played, or rings nothing', () => {
  const page = readFileSync('docs/how-things-go-wrong.md', 'utf8');
  const faults = page
    .split(/^## /m)
    .filter((section) => section.includes('**What happens.**'))
    .map((section) => section.split('\n')[0] ?? '');
  const known = [...RING_NOTHING, ...OUTAGES.flatMap(({ section }) => section ?? [])];

  expect(faults.length).toBeGreaterThan(RING_NOTHING.length);
  expect(faults.filter((fault) => !known.some((words) => fault.includes(words)))).toEqual([]);
});

/** By each reading, every alarm of the outage in time, and no other. */
async function expectInTime(outage: Outage, story: Story): Promise<void> {
  const verdicts = await verdictsOf(outage, story);
  const inTime = Object.fromEntries(Object.keys(outage.bounds).map((name) => [name, 'in time']));
  expect(verdicts).toEqual(READINGS.map(({ name }) => ({ reading: name, ...inTime })));
}

describe.each([
  ['shortest', 0],
  ['longest', 1 - Number.EPSILON],
] as const)('with the %s waits between two tries', (_, drawn) => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory(() => drawn);
  });
  afterEach(() => story.stop());

  test.each(named([...AT_THE_SERVICES, ...AT_THE_FUNCTION]))('%s', (_name, outage) =>
    expectInTime(outage, story),
  );
});

describe('at the sweep, at the audit, at intake, in the queues and in groups', () => {
  let story: Story;
  beforeEach(async () => {
    story = await startStory(() => 0.5);
  });
  afterEach(() => story.stop());

  test.each(named(ELSEWHERE))('%s', (_name, outage) => expectInTime(outage, story));
});

function named(outages: readonly Outage[]) {
  return outages.map((outage) => [outage.name, outage] as const);
}
