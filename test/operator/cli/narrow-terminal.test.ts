import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type CliSession,
  ENTER,
  startCliSession,
  type TerminalEnd,
} from '../../support/operator/cli-session.ts';

const COLUMNS = 80;
const LATER = 'const now = Date.now; Date.now = () => now() + 2 * 3_600_000;';
const ADDRESS = `${'maria.del.carmen.'.repeat(3)}fernandez@subsidiary.example.com`;
const BAD_ADDRESS = `${'maria.del.carmen.'.repeat(3)}fernandez.subsidiary.example.com`;
const REQUEST = 'onboarding-2026-11-02-emea-subsidiary-000000000217';
const EMPLOYEE = 'E-2026-SUBSIDIARY-000000000217';

let session: CliSession;
let rejectedId: string;

beforeAll(async () => {
  session = await startCliSession();
  const hire = { emailAddress: ADDRESS, requestId: REQUEST, employeeId: EMPLOYEE };
  await session.send(JSON.stringify(hire));
  await session.send(JSON.stringify({ ...hire, emailAddress: BAD_ADDRESS }));
  await session.untilDone();
  const { messages } = await session.json('failed', 'list', '--local');
  rejectedId = messages[0].id;
});

afterAll(() => session.stop());

type Shown = Pick<TerminalEnd, 'shown'>;

const linesOf = ({ shown }: Shown) => shown.split(/[\r\n]+/);
const tooWide = (end: Shown) => linesOf(end).filter(({ length }) => length > COLUMNS);

/** The text of each row, its cells put together again from their lines. */
function rowsOf(end: Shown): readonly string[] {
  const rows: string[][] = [];
  for (const line of linesOf(end)) {
    if (line.startsWith('┌')) rows.push([]);
    if (!line.startsWith('│')) continue;
    const cells = line.split('│').slice(1, -1);
    const row = rows.at(-1) ?? [];
    cells.forEach((cell, index) => {
      row[index] = `${row[index] ?? ''}${cell.trim()}`;
    });
  }
  return rows.map((row) => row.join(' '));
}

describe('in a terminal of 80 columns,', () => {
  test('failed list is no wider, and has every address and id', async () => {
    const end = await session.inNarrowTerminal('failed', 'list', '--local').ended;

    const [table] = rowsOf(end);
    expect(tooWide(end)).toEqual([]);
    for (const text of [rejectedId.slice(0, 8), EMPLOYEE, REQUEST, BAD_ADDRESS])
      expect(table).toContain(text);
  });

  test('send is no wider, and has every address, user id and message id', async () => {
    await session.putDeadLetters([JSON.stringify({ emailAddress: 'stuck@example.com' })]);
    const file = await session.writeFile(
      'wide.csv',
      `emailAddress\n${ADDRESS}\n${BAD_ADDRESS}\nstuck@example.com\n`,
    );
    const { hires } = await session.json('send', file, '--local', '--dry-run');
    session.stack.directory.faults.always('ListUsers', { kind: 'access-denied' });

    const end = await session.inNarrowTerminal('send', file, '--local', '--dry-run').ended;
    session.stack.directory.faults.clear();

    const [table] = rowsOf(end);
    expect(tooWide(end)).toEqual([]);
    for (const text of [ADDRESS, BAD_ADDRESS, hires[0].userId, hires[2].failedMessageId])
      expect(table).toContain(text);
  });

  test('doctor is no wider, and has the whole name of the directory', async () => {
    const end = await session.inNarrowTerminal('doctor', '--local', '--within', '0').ended;

    expect(tooWide(end)).toEqual([]);
    expect(rowsOf(end)[0]).toContain('finspace:000000000000:eu-west-1:localenvironment0000000001');
  });

  test('doctor is no wider where a group is gone, and has the whole id', async () => {
    const group = 'm5n6p7q8r9s0t1u2v3w4x5';
    session.stack.directory.removeGroup(group);
    const end = await session.narrow('doctor', '--local');
    session.stack.directory.addGroup(group);

    expect(end.exitCode).toBe(1);
    expect(tooWide(end)).toEqual([]);
    expect(rowsOf(end)[0]?.replaceAll(' ', '')).toContain(`thedirectoryhasnogroup${group},`);
  });

  test('status is no wider, and has every id in one piece', async () => {
    const { people } = await session.json('status', BAD_ADDRESS, '--local');
    const person = await session.json('status', ADDRESS, '--local');

    const rejected = await session.narrow('status', BAD_ADDRESS, '--local');
    const end = await session.inNarrowTerminal('status', ADDRESS, '--local').ended;

    expect([...tooWide(rejected), ...tooWide(end)]).toEqual([]);
    expect(rejected.shown).toContain(people[0].failed[0].id);
    for (const id of [person.people[0].personKey, person.people[0].record.userId, REQUEST])
      expect(end.shown).toContain(id);
  });

  test('intake list --missed is no wider, and has the whole name of the object', async () => {
    const { clients, outputs } = session.operated;
    const Key = `bamboohr/${'new-hires-of-the-subsidiary-'.repeat(4)}2026-11-02.csv`;
    const object = { Bucket: outputs.IntakeBucketName, Key, Body: 'x' };
    await clients.s3.send(new PutObjectCommand(object));
    const clock = await session.writeFile('later.mjs', LATER);
    const settings = { NODE_OPTIONS: `--import=${clock}` };

    const end = await session.inNarrowTerminalWith(
      settings,
      ...['intake', 'list', '--missed', '--local'],
    ).ended;

    expect(tooWide(end)).toEqual([]);
    expect(rowsOf(end)[0]).toContain(Key);
  });

  test('explain is no wider where the rules are faulty', async () => {
    const hires = await session.writeFile('hires.csv', `emailAddress\n${ADDRESS}\n`);
    await session.writeFile('access-rules.yml', `- groups: [readers, readers]\n  who: [x]\n`);

    const end = await session.inNarrowTerminal('explain', hires).ended;

    expect(end.exitCode).toBe(2);
    expect(tooWide(end)).toEqual([]);
  });

  test('help is as wide as the terminal', async () => {
    const end = await session.inNarrowTerminal('history', '--help').ended;

    expect(tooWide(end).filter((line) => !line.startsWith('  joiner '))).toEqual([]);
    expect(linesOf(end)).toEqual(linesOf(await session.narrow('history', '--help')));
  });

  test('erase is no wider, whether it asks or refuses', async () => {
    const erase = (address: string) =>
      session.inNarrowTerminal('erase', '--address', address, '--why', 'DPO-1', '--local');
    const asking = erase(BAD_ADDRESS);
    await asking.untilShown('(y/N)');
    asking.type(`n${ENTER}`);

    const [asked, refused] = await Promise.all([asking.ended, erase(ADDRESS).ended]);

    expect([asked.exitCode, refused.exitCode]).toEqual([1, 1]);
    // The question is drawn over itself, on one line.
    const wide = [...tooWide(asked), ...tooWide(refused)];
    expect(wide.filter((line) => !line.startsWith('? '))).toEqual([]);
  });

  test.each([
    [['--help']],
    [['erase', '--help']],
    [['history', '--help']],
    [['intake', 'list', '--help']],
    [['sources', 'try', '--help']],
  ])('help is no wider, but for commands to copy: %j', async (args) => {
    const end = await session.narrow(...args);

    expect(tooWide(end).filter((line) => !line.startsWith('  joiner '))).toEqual([]);
  });
});
