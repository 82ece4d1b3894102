import { beforeEach, describe, expect, test } from '@jest/globals';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import type { FileProgress } from '../../src/intake/file-progress.ts';
import { FILE_STEPS, takeFile } from '../../src/intake/take-file.ts';
import { takeMessage } from '../../src/intake/take-message.ts';
import { createMemoryTable } from '../proof/in-memory/memory-table.ts';
import { createIntakeHarness, FILE } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const HEADER = 'Employee #,First Name,Last Name,Work Email,Status,Department';
const ANN = '7,Ann,Berg,ann@example.com,Active,Sales';
const WITHOUT_ADDRESS = ANN.replace('ann@example.com', '');
const MALLORY = '7,Mal,Lory,mallory@elsewhere.test,Active,X';

let harness: ReturnType<typeof createIntakeHarness>;
let files: ReturnType<typeof createIntakeFiles>;
beforeEach(() => {
  harness = createIntakeHarness(shippedSources());
  files = createIntakeFiles({ client: createMemoryTable().client, tableName: 'intake' });
});

async function takeRow(row: string, maxNew = 500, of = FILE) {
  const { file } = await takeFile(of, '{}', {
    ...harness.deps,
    files,
    bucket: {
      async *open() {
        yield Buffer.from(`${HEADER}\n${row}`);
      },
    },
    limit: { maxNew },
    steps: FILE_STEPS,
    pause: new AbortController().signal,
  });
  return file;
}

const send = (row: string, askedAtMs: number) =>
  takeMessage({ body: `${HEADER}\n${row}`, source: 'bamboohr', askedAtMs }, harness.deps);

/** As `joiner failed edit` and `replay` send it back: as old as what it came from. */
const sendBack = (body: string, askedAtMs: number) =>
  takeMessage({ body, source: 'bamboohr', askedAtMs, isCopy: true }, harness.deps);

/** What an operator makes of the record that was rejected first. */
const corrected = (cells: object) =>
  JSON.stringify({ ...JSON.parse(harness.rejected[0]?.body ?? ''), ...cells });

const addresses = () => harness.sent.map(({ body }) => JSON.parse(body).emailAddress);
const codes = () => harness.rejected.map(({ reason }) => reason.code);

describe('a row of a file that waited', () => {
  const approve = async (waiting: FileProgress) => {
    await files.advance('waiting', { ...waiting, state: 'approved' }, 0, harness.deps.signal);
    return takeRow(ANN, 0, waiting);
  };
  const approveAfter = async (row: string) => {
    const waiting = await takeRow(ANN, 0);
    await send(row, 20);
    return approve(waiting);
  };

  test('is rejected, and not lost, where a later record has its employee id at another address', async () => {
    const { counts } = await approveAfter(MALLORY);

    expect(counts).toMatchObject({ rejected: 1, superseded: 0 });
    expect(harness.rejected).toMatchObject([{ reason: { code: 'superseded-record' } }]);
    expect(JSON.parse(harness.rejected[0]?.body ?? '')).toMatchObject({
      'Work Email': 'ann@example.com',
    });
    expect(harness.rejected[0]?.reason.message).toMatch(
      /^bamboohr, record 1, line 2: must not be older .* another address; find out who sent that one/,
    );
    expect(harness.events).toHaveLength(1);
  });

  test('is rejected though the later message repeated it, which was rejected before', async () => {
    const { counts } = await approveAfter(`${MALLORY}\n${ANN}`);

    expect(counts).toMatchObject({ rejected: 1, known: 0 });
    expect(codes()).toEqual(['repeated-record', 'superseded-record']);
    expect(harness.events).toHaveLength(2);
  });

  test('is rejected though the same row of an earlier file was, if someone else came since', async () => {
    const first = await takeRow(ANN, 0);
    const second = await takeRow(ANN, 0, {
      ...FILE,
      key: 'file#2',
      versionId: 'v2',
      askedAtMs: 30,
    });
    await send(MALLORY, 20);
    await approve(first);
    await send(MALLORY.replace('Active,X', 'Active,Y'), 40);
    await approve(second);

    expect(codes()).toEqual(['superseded-record', 'superseded-record']);
  });

  test('is not sent then: it may be older than a first day that was moved', async () => {
    await approveAfter(MALLORY);

    expect(addresses()).toEqual(['mallory@elsewhere.test']);
  });

  test('is superseded, and not rejected, where a later record changes the person at its address', async () => {
    const { counts } = await approveAfter(ANN.replace('Sales', 'Legal'));

    expect(counts).toMatchObject({ rejected: 0, superseded: 1 });
    expect(harness.rejected).toEqual([]);
  });
});

describe('a record that an operator sends back', () => {
  test('is rejected again where a later one has its employee id at another address', async () => {
    await send(WITHOUT_ADDRESS, 10);
    await send(MALLORY, 20);
    await sendBack(corrected({ 'Work Email': 'ann@example.com' }), 10);

    expect(addresses()).toEqual(['mallory@elsewhere.test']);
    expect(codes()).toEqual(['unmapped-record', 'superseded-record']);
  });

  test('is rejected again where a later one changes the person at its address', async () => {
    await send(WITHOUT_ADDRESS, 10);
    await send(ANN.replace('Sales', 'Legal'), 20);
    await sendBack(corrected({ 'Work Email': 'ann@example.com' }), 10);

    expect(codes()).toEqual(['unmapped-record', 'superseded-record']);
    expect(harness.rejected[1]?.reason.message).toContain('drop it if that one is right');
  });

  test('is rejected again, each time that it is sent back', async () => {
    await send(MALLORY, 20);
    await sendBack(`${HEADER}\n${ANN}`, 10);
    await sendBack(harness.rejected[0]?.body ?? '', 10);

    expect(codes()).toEqual(['superseded-record', 'superseded-record']);
    expect(harness.counts()).toMatchObject({ sent: 1, rejected: 2, superseded: 0 });
  });

  test('is rejected again where the one of its file that decides was sent', async () => {
    await send(`${ANN}\n${ANN.replace('Sales', 'Legal')}`, 10);
    await sendBack(harness.rejected[0]?.body ?? '', 10);

    expect(addresses()).toEqual(['ann@example.com']);
    expect(codes()).toEqual(['repeated-record', 'repeated-record']);
  });

  test('is sent where its employee id was corrected', async () => {
    await send(`${ANN}\n7,Bo,Oh,bo@example.com,Active,Sales`, 10);
    await sendBack(corrected({ 'Employee #': '8' }), 10);

    expect(addresses()).toEqual(['ann@example.com', 'bo@example.com']);
  });

  test('is done, and not rejected, where the same was sent since', async () => {
    await send(WITHOUT_ADDRESS, 10);
    await send(ANN, 20);
    await sendBack(corrected({ 'Work Email': 'ann@example.com' }), 10);

    expect(addresses()).toEqual(['ann@example.com']);
    expect(codes()).toEqual(['unmapped-record']);
  });
});

test('an older message with the employee id at another address is rejected once, however often it is delivered', async () => {
  await send(MALLORY, 20);
  await send(ANN, 10);
  await send(ANN, 10);

  expect(codes()).toEqual(['superseded-record']);
});

test('two messages of the same moment about a person are both sent', async () => {
  await send(ANN, 10);
  await send(ANN.replace('Sales', 'Legal'), 10);

  expect(addresses()).toHaveLength(2);
  expect(harness.rejected).toEqual([]);
});
