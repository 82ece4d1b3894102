import { beforeEach, describe, expect, test } from '@jest/globals';
import { createIntakeFiles } from '../../src/aws/intake-files.ts';
import type { IntakeFile } from '../../src/intake/file-progress.ts';
import { ObjectGoneError } from '../../src/intake/ports.ts';
import { FILE_STEPS, takeFile } from '../../src/intake/take-file.ts';
import { createMemoryTable } from '../proof/in-memory/memory-table.ts';
import { createIntakeHarness, FILE } from '../support/intake/intake-harness.ts';
import { shippedSources } from '../support/sources/source-files.ts';

const SOURCES = shippedSources();
const HEADER = 'Employee #,First Name,Last Name,Work Email,Status';
const NOTIFICATION = '{"Records":[{}]}';

const rowOf = (id: number, address = `p${id}@example.com`) => `${id},Ann,Berg,${address},Active`;
const report = (...rows: readonly string[]) => [HEADER, ...rows].join('\n');
const people = (count: number) => report(...Array.from({ length: count }, (_, id) => rowOf(id)));

let harness: ReturnType<typeof createIntakeHarness>;
let files: ReturnType<typeof createIntakeFiles>;
beforeEach(() => {
  harness = createIntakeHarness(SOURCES);
  files = createIntakeFiles({ client: createMemoryTable().client, tableName: 'intake' });
});

const take = (
  content: string,
  changes: Partial<IntakeFile> = {},
  { maxNew = 500, pause = new AbortController().signal } = {},
) =>
  takeFile({ ...FILE, ...changes }, NOTIFICATION, {
    ...harness.deps,
    files,
    bucket: { open: () => piecesOf(content) },
    limit: { maxNew },
    steps: FILE_STEPS,
    pause,
  });

async function* piecesOf(content: string) {
  if (content === 'gone') throw new ObjectGoneError();
  yield Buffer.from(content);
}

describe('a file', () => {
  test('is sent as a whole, and counted', async () => {
    const { kind, file } = await take(report(rowOf(1), rowOf(2), rowOf(3, '')));

    expect(kind).toBe('settled');
    expect(file).toMatchObject({
      state: 'done',
      end: 'sent',
      done: 3,
      counts: { new: 2, sent: 2, rejected: 1 },
    });
    expect(harness.sent).toHaveLength(2);
  });

  test('of more than the steps is sent to its last record', async () => {
    await take(people(2_345), {}, { maxNew: 5_000 });

    expect(new Set(harness.sent.map(({ body }) => body)).size).toBe(2_345);
  });

  test('waits with more new people than the limit, and nothing of it is sent', async () => {
    const { file } = await take(people(3), {}, { maxNew: 2 });

    expect(file).toMatchObject({ state: 'waiting', counts: { new: 3 } });
    expect(harness.sent).toEqual([]);
  });

  test('waits with more than half of it unmapped, and nothing of it is rejected', async () => {
    const { file } = await take(report(rowOf(1), rowOf(2, ''), rowOf(3, '')));

    expect(file).toMatchObject({ state: 'waiting', counts: { rejected: 2 } });
    expect(harness.rejected).toEqual([]);
  });

  test('waits with more unmapped records than the limit, and nothing of it is rejected', async () => {
    const unmapped = [rowOf(4, ''), rowOf(5, ''), rowOf(6, '')];
    const mapped = [1, 2, 3].map((id) => rowOf(id));
    await take(report(...mapped));
    const { file } = await take(
      report(...mapped, ...unmapped),
      { key: 'file#2', askedAtMs: 20 },
      { maxNew: 2 },
    );

    expect(file).toMatchObject({ state: 'waiting', counts: { known: 3, rejected: 3 } });
    expect(harness.rejected).toEqual([]);
  });

  test('waits with more than half of its hires unmapped, however many are left out', async () => {
    const leaver = rowOf(1).replace('Active', 'Inactive');
    const { file } = await take(
      report(leaver, leaver, leaver, rowOf(2), rowOf(3, ''), rowOf(4, '')),
    );

    expect(file).toMatchObject({ state: 'waiting', counts: { leftOut: 3, rejected: 2 } });
  });

  test('waits with something else about more known people than the limit, and nothing of it is sent', async () => {
    const ids = [1, 2, 3];
    await take(report(...ids.map((id) => rowOf(id))));
    const moved = ids.map((id) => rowOf(id, `moved${id}@example.com`));
    const { file } = await take(report(...moved), { key: 'file#2', askedAtMs: 20 }, { maxNew: 2 });

    expect(file).toMatchObject({ state: 'waiting', counts: { new: 0, changed: 3 } });
    expect(harness.sent).toHaveLength(3);
  });

  test('waits with one person at more addresses than the limit', async () => {
    await take(report(rowOf(7)));
    const rows = Array.from({ length: 301 }, (_, index) => rowOf(7, `p${index}@example.com`));
    const again = { key: 'file#2', askedAtMs: 20 };
    const { file } = await take(report(...rows), again, { maxNew: 299 });

    expect(file).toMatchObject({ state: 'waiting', counts: { rejected: 300, changed: 1 } });
    expect(harness.sent).toHaveLength(1);
  });

  test.each([
    ['of characters that SQS refuses, each of which is sent as six', '\uffff'.repeat(200_000)],
    ['of characters that have three bytes', '\u20ac'.repeat(328_500)],
  ])('with a long row %s rejects it by its place, and sends the rest', async (_, name) => {
    const long = rowOf(3, '').replace('Ann', name);
    await take(report(long, rowOf(1), rowOf(2)), { size: 2_000_000 });
    const [{ body } = { body: '' }] = harness.rejected;

    expect(Buffer.byteLength(body)).toBeLessThan(1_048_576 - 65_536);
    expect(JSON.parse(body)).toMatchObject({ record: 1 });
    expect(harness.sent).toHaveLength(2);
  });

  test('with people who were rejected as repeated before does not wait', async () => {
    const twice = [1, 2, 3].flatMap((id) => [rowOf(id), rowOf(id).replace('Ann', 'Anna')]);
    await take(report(...twice));
    const again = { key: 'file#2', askedAtMs: 20 };
    const { file } = await take(report(...twice), again, { maxNew: 2 });

    expect(file).toMatchObject({ state: 'done', counts: { known: 6, rejected: 0 } });
  });

  test('is sent once an operator has approved it', async () => {
    const { file } = await take(people(3), {}, { maxNew: 2 });
    await files.advance('waiting', { ...file, state: 'approved' }, 0, harness.deps.signal);
    const approved = await take(people(3), {}, { maxNew: 2 });

    expect(approved.file).toMatchObject({ state: 'done', counts: { new: 3, sent: 3 } });
  });

  test('whose people are known does not wait', async () => {
    await take(people(3));
    const again = await take(people(3), { key: 'file#2', askedAtMs: 20 }, { maxNew: 2 });

    expect(again.file).toMatchObject({ state: 'done', counts: { known: 3, sent: 0 } });
    expect(harness.sent).toHaveLength(3);
  });

  test('with a person who has changed sends that one', async () => {
    await take(people(3));
    const changed = report(rowOf(0), rowOf(1, 'new@example.com'), rowOf(2));
    await take(changed, { key: 'file#2', askedAtMs: 20 });

    expect(harness.sent.slice(3)).toMatchObject([{ askedAtMs: 20 }]);
  });

  test('that comes later than a newer one does not undo it', async () => {
    const named = (name: string) => report(rowOf(0).replace('Ann', name));
    await take(people(1), { askedAtMs: 5 });
    await take(named('Anna'), { key: 'file#2', askedAtMs: 20 });
    const late = await take(named('Anne'), { key: 'file#3', askedAtMs: 10 });

    expect(late.file.counts).toMatchObject({ superseded: 1, sent: 0 });
  });

  test('goes on where the time was over', async () => {
    const paused = await take(people(3), {}, { maxNew: 500, pause: AbortSignal.abort() });

    expect(paused).toMatchObject({ kind: 'paused', file: { state: 'counting', done: 1 } });
    expect((await take(people(3))).file).toMatchObject({ state: 'done', counts: { sent: 3 } });
  });

  test('stops where the time is over though no record comes, and is taken later', async () => {
    let pieces = 0;
    async function* mostlyBlank() {
      yield Buffer.from(`${HEADER}\n`);
      for (let piece = 0; piece < 5_000; piece += 1) {
        pieces += 1;
        yield Buffer.from(',\n'.repeat(100));
      }
      yield Buffer.from(rowOf(1));
    }
    const takeBlank = (pause: AbortSignal) =>
      takeFile(FILE, NOTIFICATION, {
        ...harness.deps,
        files,
        bucket: { open: mostlyBlank },
        limit: { maxNew: 500 },
        steps: FILE_STEPS,
        pause,
      });
    const paused = await takeBlank(AbortSignal.abort());

    expect(paused).toMatchObject({ kind: 'paused', file: { state: 'counting', done: 0 } });
    // The encoding is found out first, from all of the file.
    expect(pieces).toBeLessThan(2 * 5_000);
    expect(await takeBlank(new AbortController().signal)).toMatchObject({
      file: { state: 'done', counts: { sent: 1 } },
    });
  });

  test('that is done is not opened again', async () => {
    await take(people(1));

    expect((await take('gone')).file).toMatchObject({ state: 'done', end: 'sent' });
  });
});

describe('a person in a file whose name spells a header', () => {
  const eve =
    '103,"Eve;Employee #;Work Email;First Name;x","A;Name;Status;Hire Date;B",eve@example.com,Active';
  const mal =
    '104,"Mal;1;ceo@example.com;Carla;x","A;Oduya;Active;2026-12-01;B",mal@example.com,Active';

  test('hides no one, and sends no one under the id of another', async () => {
    const { file } = await take(report(rowOf(1), eve, mal, rowOf(2)));
    const sent = harness.sent.map(({ body }) => JSON.parse(body));

    expect(file).toMatchObject({ end: 'sent', done: 4, counts: { sent: 4 } });
    expect(sent.map(({ emailAddress, employeeId }) => [emailAddress, employeeId])).toEqual([
      ['p1@example.com', '1'],
      ['eve@example.com', '103'],
      ['mal@example.com', '104'],
      ['p2@example.com', '2'],
    ]);
  });

  test('has a file rejected whose own header is not known, and nothing of it is sent', async () => {
    const header = HEADER.replace('Employee #', 'Number');
    const noAddress = eve.replace('eve@example.com', '');
    await take([header, rowOf(1), noAddress, mal].join('\n'));

    expect(harness.sent).toEqual([]);
    expect(harness.rejected).toMatchObject([{ body: NOTIFICATION }]);
    expect(harness.rejected[0]?.reason.message).toContain(
      'names the columns, but line 1 above it looks like a header or a record, and would be lost',
    );
  });
});

describe('rows above the header', () => {
  const titled = `New hires\n"Generated by hr@example.com on 2026-11-01"\n\n${people(1)}`;

  test('are counted, and kept with the file', async () => {
    expect((await take(titled)).file).toMatchObject({ rowsAboveHeader: 2, counts: { sent: 1 } });
    expect((await take('gone')).file).toMatchObject({ rowsAboveHeader: 2 });
  });

  test('are not mentioned where there are none', async () => {
    expect((await take(people(1))).file).not.toHaveProperty('rowsAboveHeader');
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['of another source', 'bamboohr', 'a,b\n1,2', 'bamboohr', 'is not a file of bamboohr'],
    ['in a folder of no source', 'ann', people(1), 'unknown', 'must lie in a folder'],
    ['an archive', 'bamboohr', 'PK\u0003\u0004', 'bamboohr', 'is an archive'],
  ])('is set aside by its notification: %s', async (_, folder, content, source, rule) => {
    const { file } = await take(content, { source: folder });

    expect(file).toMatchObject({ state: 'done', end: 'unreadable' });
    expect(harness.rejected).toMatchObject([
      { body: NOTIFICATION, source, reason: { code: 'unreadable-file' } },
    ]);
    expect(harness.rejected[0]?.reason.message).toContain(rule);
    expect(harness.sent).toEqual([]);
  });

  test.each([
    ['without a header', 'Okafor,Ada,Berlin\nBerg,Ann,Paris\n'],
    ['without a header, with a title as a column is named', 'Okafor,Ada,Status\nBerg,Ann,Clerk\n'],
  ])('says nothing that is in it: %s', async (_, content) => {
    await take(content);
    const [{ reason } = { reason: { message: '' } }] = harness.rejected;

    expect(reason.message).toContain('is not a file of bamboohr');
    expect(reason.message).not.toMatch(/Okafor|Ada|Berlin/);
    expect(JSON.stringify(harness.events)).not.toMatch(/Okafor|Ada|Berlin/);
  });

  test('says which of the wanted columns it has, as the source names them', async () => {
    await take('work email,Okafor\na@example.com,1\n');

    expect(harness.rejected[0]?.reason.message).toContain('Of its columns, it has "Work Email"');
  });

  test('because it is gone is done, and nothing is rejected', async () => {
    expect((await take('gone')).file).toMatchObject({ state: 'done', end: 'gone' });
    expect(harness.rejected).toEqual([]);
  });
});
