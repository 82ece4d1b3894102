import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { brokenPromises } from '../support/broken-promises.ts';
import {
  type CrashLane,
  type CrashPoint,
  type SentMessage,
  startCrashLane,
} from '../support/crash-lane.ts';
import { type BatchKind, batchKinds, type HireBatch } from '../support/hire-batches.ts';
import { MINUTE_MS } from '../support/hires.ts';
import type { Phase } from '../support/intercepting-proxy.ts';

const everyMoment: readonly Phase[] = ['before', 'committed', 'answered'];

/** How a message comes back after a crash. */
interface WayBack {
  readonly name: string;
  /** What passes meanwhile. */
  pass(lane: CrashLane): Promise<void>;
  again(messages: readonly SentMessage[]): readonly SentMessage[];
}

const underTheSameIds: WayBack = {
  name: 'the same message ids',
  pass: async () => {},
  again: (messages) => messages,
};
const underNewIds: WayBack = {
  name: 'new message ids, lease and client token being over',
  async pass(lane) {
    await lane.expireLeases();
    lane.clock.advance(11 * MINUTE_MS);
  },
  again: (messages) => sent(messages.map(({ body }) => body)),
};
const waysBack = [underTheSameIds, underNewIds];

/** Deliveries after the crash, each with the leases of the one before over, until every message is done. */
const MOST_DELIVERIES = 4;

let lanes: readonly CrashLane[];
let batches = 0;

beforeAll(async () => {
  lanes = await Promise.all([startCrashLane(), startCrashLane()]);
});
afterAll(() => Promise.all(lanes.map((lane) => lane.stop())));

/**
 * With JOINER_EVERY_CRASH=1 every batch is tried at every moment and comes back in both ways, which takes
 * minutes. Without it, a hire of its own is, new or with an account already; the other batches are tried
 * at the worst moment, done but not told, and come back under the same message ids.
 */
const worst: readonly Phase[] = ['committed'];
const everyCrash = process.env['JOINER_EVERY_CRASH'] === '1';
const trials = batchKinds.flatMap((kind) =>
  waysBack
    .map((wayBack) => ({
      batch: kind.name,
      comesBack: wayBack.name,
      kind,
      wayBack,
      moments: everyMoment,
    }))
    .map((trial) => (everyCrash || kind.inFull ? trial : { ...trial, moments: worst }))
    .filter((trial) => trial.moments === everyMoment || trial.wayBack === underTheSameIds),
);

test.each(trials)(
  '$batch: survives a crash at any call and comes back under $comesBack',
  async ({ kind, wayBack, moments }) => {
    const calls = await callsOf(kind);
    const points = calls.flatMap((call) => moments.map((moment) => ({ ...call, moment })));
    const broken = await tryAll(points, (point, lane) =>
      crashAndComeBack(kind, point, wayBack, lane),
    );

    expect(broken).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(kind.bareCalls);
  },
  120_000,
);

/** Every call that a clean run makes. */
async function callsOf(kind: BatchKind): Promise<readonly Omit<CrashPoint, 'moment'>[]> {
  const [lane] = lanes;
  if (lane === undefined) throw new Error('No lane is open.');
  const batch = open(kind, lane);
  const calls = await lane.record(sent(batch.bodies));
  close(lane);
  return calls.map((operation, index) => ({
    operation,
    ordinal: calls.slice(0, index + 1).filter((name) => name === operation).length,
  }));
}

/** Tries every point, as many at a time as there are lanes; answers what is broken, and where. */
async function tryAll(
  points: readonly CrashPoint[],
  attempt: (point: CrashPoint, lane: CrashLane) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const left = [...points];
  const found: string[] = [];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let point = left.shift(); point !== undefined; point = left.shift()) {
        const { operation, ordinal, moment } = point;
        const broken = await attempt(point, lane).catch((error: unknown) => [String(error)]);
        found.push(...broken.map((line) => `${operation} ${ordinal}, ${moment}: ${line}`));
      }
    }),
  );
  return found;
}

async function crashAndComeBack(
  kind: BatchKind,
  point: CrashPoint,
  { pass, again }: WayBack,
  lane: CrashLane,
): Promise<readonly string[]> {
  const batch = open(kind, lane);
  const first = sent(batch.bodies);
  if (!(await lane.crash(first, point))) {
    close(lane);
    return ['never came to it'];
  }
  lane.world.stack.directory.faults.clear();
  await pass(lane);
  // A standard queue keeps no order: the last comes first.
  let left: readonly SentMessage[] = again(first).toReversed();
  for (let receive = 2; left.length > 0 && receive < 2 + MOST_DELIVERIES; receive += 1) {
    left = await lane.deliver(left, receive);
    await lane.expireLeases();
  }
  const lost = left.map(({ body }) => `never done: ${body}`);
  const broken = await brokenPromises(batch, lane.world);
  close(lane);
  return [...lost, ...broken];
}

function open(kind: BatchKind, { world }: CrashLane): HireBatch {
  batches += 1;
  const batch = kind.make(`b${batches}`);
  for (const user of batch.existing) world.stack.directory.addUser(user);
  kind.trouble?.(world.stack.directory.faults);
  return batch;
}

/** The directory stays small, so that a search is as many calls as it was in the recording. */
function close({ world }: CrashLane): void {
  const { directory } = world.stack;
  directory.faults.clear();
  for (const { userId } of directory.users()) directory.removeUser(userId);
}

function sent(bodies: readonly string[]): readonly SentMessage[] {
  return bodies.map((body) => ({ messageId: randomUUID(), body }));
}
