import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import { FILE_STEPS, takeFile } from '../../src/intake/take-file.ts';
import { createMemoryTable } from '../proof/in-memory/memory-table.ts';
import { digestsFor } from '../support/engine/digests.ts';
import {
  type EngineHarness,
  startEngineHarness,
  TARGET_ID,
} from '../support/engine/engine-harness.ts';
import { createIntakeHarness } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const DAY_MS = 86_400_000;
const HEADER = 'Employee #,First Name,Last Name,Work Email,Status,Department,Hire Date';
const ANN = digestsFor(TARGET_ID).employeeKeyOf('7');
const FIRST_DAY = '2026-04-01';
const NEVER = new AbortController().signal;

const ann = (department: string, startDate = '') =>
  `7,Ann,Berg,ann.berg@example.com,Active,${department},${startDate}`;
const others = (count: number) =>
  Array.from({ length: count }, (_, id) => `${100 + id},A,B,p${id}@example.com,Active,X,`);

let engine: EngineHarness;
let harness: ReturnType<typeof createIntakeHarness>;
let files: ReturnType<typeof createIntakeFiles>;
let reports = 0;
beforeEach(async () => {
  engine = await startEngineHarness();
  harness = createIntakeHarness(shippedSources());
  files = createIntakeFiles({ client: createMemoryTable().client, tableName: 'intake' });
});
afterEach(() => engine.stop());

/** The report of a day: put into the bucket and taken. */
async function take(rows: readonly string[], pause = NEVER) {
  const content = [HEADER, ...rows].join('\n');
  return takeFile(
    {
      key: `file#${reports}`,
      source: 'bamboohr',
      objectKey: 'bamboohr/people.csv',
      versionId: `v${reports}`,
      size: content.length,
      askedAtMs: engine.clock.now(),
    },
    '{}',
    {
      ...harness.deps,
      clock: engine.clock,
      files,
      bucket: {
        async *open() {
          yield Buffer.from(content);
        },
      },
      steps: FILE_STEPS,
      pause,
    },
  );
}

/** Takes the report, has its hires delivered, and goes to the next day. Returns the departments that it sent. */
async function report(...rows: readonly string[]) {
  reports += 1;
  const before = harness.sent.length;
  await take(rows);
  const sent = harness.sent.slice(before);
  engine.clock.advance(60_000);
  for (const { body, askedAtMs } of sent)
    await engine.deliver([
      {
        body,
        attributes: { sentAt: new Date(askedAtMs).toISOString() },
        sentAtMs: engine.clock.now(),
      },
    ]);
  engine.clock.advance(DAY_MS);
  return departmentsOf(sent);
}

const departmentsOf = (hires: readonly { readonly body: string }[]) =>
  hires.map(({ body }) => JSON.parse(body).department);

describe('a report with a person in two rows, put every day,', () => {
  test('sends the first of them once', async () => {
    const rows = [ann('Sales'), ann('Support')];
    const days = [await report(...rows), await report(...rows), await report(...rows)];

    expect(days).toEqual([['Sales'], [], []]);
  });

  test('has the other one rejected once, with both lines and what to do', async () => {
    const rows = [ann('Sales'), ann('Support')];
    await report(...rows);
    await report(...rows);

    expect(harness.rejected).toMatchObject([{ reason: { code: 'repeated-record' } }]);
    expect(JSON.parse(harness.rejected[0]?.body ?? '')).toMatchObject({ Department: 'Support' });
    expect(harness.rejected[0]?.reason.message).toMatch(
      /^bamboohr, record 2, line 3, after record 1, line 2: must not be about the same person .* leave one of them out/,
    );
    expect(harness.events).toHaveLength(1);
  });

  test('does so where they are far from each other', async () => {
    const rows = [ann('Sales'), ...others(250), ann('Support')];
    for (const day of [1, 2]) {
      reports = day;
      await take(rows);
      engine.clock.advance(DAY_MS);
    }

    expect(departmentsOf(harness.sent).filter((one) => one !== 'X')).toEqual(['Sales']);
    expect(harness.rejected).toHaveLength(1);
  });

  test('does so where each invocation takes one of them', async () => {
    const rows = [ann('Sales'), ann('Support')];
    for (let invocation = 0; invocation < 5; invocation += 1) await take(rows, AbortSignal.abort());

    expect(departmentsOf(harness.sent)).toEqual(['Sales']);
    expect(harness.rejected).toHaveLength(1);
  });

  test('sends it again once the row that decides has changed', async () => {
    await report(ann('Sales'), ann('Support'));

    expect(await report(ann('Legal'), ann('Support'))).toEqual(['Legal']);
  });

  test('sends the other one once it is the only one', async () => {
    await report(ann('Sales'), ann('Support'));

    expect(await report(ann('Support'))).toEqual(['Support']);
  });

  test('does not undo that an operator cancelled the hire', async () => {
    const rows = [ann('Sales', FIRST_DAY), ann('Support', FIRST_DAY)];
    await report(...rows);
    await engine.cancel(ANN);
    engine.clock.advance(60_000);
    await report(...rows);
    engine.clock.set(Date.parse(`${FIRST_DAY}T00:10:00Z`));
    await engine.deliver(await engine.sweep());

    expect(await engine.scheduled(ANN)).toMatchObject({ state: 'cancelled' });
    expect(engine.directory.users()).toEqual([]);
  });

  test('does not make an account again that an administrator deleted', async () => {
    const rows = [ann('Sales'), ann('Support')];
    await report(...rows);
    const [{ userId } = { userId: '' }] = engine.directory.users();
    engine.directory.removeUser?.(userId);
    await report(...rows);
    await report(...rows);

    expect(userId).not.toBe('');
    expect(engine.directory.users()).toEqual([]);
  });

  test('makes no account before the day in the first row, though another row has none', async () => {
    const rows = [ann('Sales', FIRST_DAY), ann('Support')];
    await report(...rows);
    await report(...rows);

    expect(engine.directory.users()).toEqual([]);
    expect(await engine.scheduled(ANN)).toMatchObject({ state: 'waiting' });
  });
});

test('a row that says the same about a person as one before it is not rejected', async () => {
  await report(ann('Sales'), ann('Sales'));

  expect(harness.rejected).toEqual([]);
  expect(departmentsOf(harness.sent)).toEqual(['Sales']);
});

test('persons without an employee id are told apart by the address, in any letter case', async () => {
  const row = (address: string, department: string) => `,Ann,Berg,${address},Active,${department},`;
  const sent = await report(row('ann@example.com', 'Sales'), row('ANN@example.com', 'Support'));

  expect(sent).toEqual(['Sales']);
  expect(harness.rejected).toMatchObject([{ reason: { code: 'repeated-record' } }]);
});
