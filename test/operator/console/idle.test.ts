import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createApp } from '../../../src/operator/console/app.ts';
import { createFailedReading } from '../../../src/operator/console/failed-reading.ts';
import { createJobs } from '../../../src/operator/console/jobs.ts';
import { createMemory } from '../../../src/operator/console/memory.ts';
import { createSession } from '../../../src/operator/console/session.ts';
import { type ConsoleSession, startConsole } from '../../support/console/console-session.ts';
import { textOf } from '../../support/console/page-text.ts';
import { type OperatedStack, startOperatedStack } from '../../support/operator/operated-stack.ts';

const MINUTE_MS = 60_000;
const HOST = '127.0.0.1:1';

let service: OperatedStack;
let console: ConsoleSession;

beforeAll(async () => {
  service = await startOperatedStack();
});

afterAll(() => service?.stop());

beforeEach(async () => {
  console = await startConsole(service.operated);
});

afterEach(() => console.stop());

test('an idle session gets no page, while the server has not ended yet', async () => {
  let nowMs = 0;
  const clock = { now: () => nowMs };
  const { signal } = new AbortController();
  const session = createSession(clock, () => false);
  const failed = createFailedReading(service.operated, { clock, signal });
  const view = { stack: service.operated, clock, signal, session, failed };
  const app = createApp(
    { ...view, jobs: createJobs(session.use), memory: createMemory(1) },
    () => HOST,
  );
  const [cookie = ''] = session.setCookie.split(';');
  const headers = { host: HOST, cookie, 'sec-fetch-site': 'same-origin' };
  const get = () => app.request(`http://${HOST}${session.path}person`, { headers });
  const before = await get();
  nowMs = 30 * MINUTE_MS;

  const after = await get();

  expect([before.status, after.status]).toEqual([200, 401]);
  expect(await after.text()).toContain('The console has ended: it was not used for 30 minutes.');
});

/** Work that lasts until `release` is called. */
async function hangingJob() {
  const { faults } = service.stack.directory;
  faults.always('*', { kind: 'hang' });
  const { headers } = await console.get('health');
  return {
    place: headers.location ?? '',
    release() {
      faults.clear();
      faults.release();
    },
  };
}

async function untilDone(place: string): Promise<void> {
  while (!JSON.parse((await console.get(`${place}/part`)).text).isDone);
}

describe('work that lasts for longer than 30 minutes', () => {
  test('is followed to its end, and its result is shown for as long again', async () => {
    const { place, release } = await hangingJob();
    console.pass(31 * MINUTE_MS);
    const part = await console.get(`${place}/part`);
    release();
    await untilDone(place);
    console.pass(29 * MINUTE_MS);

    const result = await console.get(place);

    expect([part.status, result.status]).toEqual([200, 200]);
    expect(textOf(result.text)).toContain('What was checked');
  });

  test('does not keep the console once it is over, though its page looks by itself', async () => {
    const { place, release } = await hangingJob();
    release();
    await untilDone(place);
    console.pass(29 * MINUTE_MS);
    const { status } = await console.get(`${place}/part`);
    console.pass(MINUTE_MS);

    expect([status, await console.running.ended]).toEqual([200, 'idle']);
  });
});
