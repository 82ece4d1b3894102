import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDigests, usersStoreOf } from '../../../src/operator/stack/stack.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';
import { settleRecord } from '../../support/operator/settled-record.ts';
import { dayFromNow, storeWaiting } from '../../support/operator/waiting-hire.ts';

const HOUR_MS = 3_600_000;
/** The address of one person, and the employee id that a sender gave to another. */
const SPELLING = 'ceo@example.com';
const { signal } = new AbortController();

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

async function send(emailAddress: string, employeeId: string, requestId: string) {
  await session.send(JSON.stringify({ emailAddress, employeeId, requestId }));
  await session.untilDone();
}

const personKeyOf = async (address: string) =>
  (await readDigests(session.operated)).personKeyOf(address);

const recordOf = async (address: string) =>
  usersStoreOf(session.operated).read(await personKeyOf(address), signal);

const settle = (address: string) => settleRecord(session, address);

const erase = (...who: readonly string[]) =>
  session.joiner('erase', ...who, '--why', 'DPO-1', '--local', '--yes', '--json');

describe('where a sender gave the address of one person to another as employee id', () => {
  beforeAll(async () => {
    await send(SPELLING, 'E-ceo', 'R-ceo');
    await send('m1@example.com', SPELLING, 'R-m1');
    await send('m2@example.com', SPELLING, 'R-m2');
    for (const address of [SPELLING, 'm1@example.com']) await settle(address);
  });

  test('status gives the commands for the rejected hire, each on a line of its own', async () => {
    const { people } = await session.json('status', 'm2@example.com', '--local');

    const { shown } = await session.narrow('status', 'm2@example.com', '--local');

    const lines = shown.split(/\r?\n/);
    const decide = `    joiner reassign m2@example.com --employee ${SPELLING} --why TEXT`;
    const after = lines.slice(lines.indexOf(decide));
    expect(after[0]).toBe(decide);
    expect(after[1]).toBe(`    joiner failed replay ${people[0].failed[0].id}`);
  });

  test('reassign names the record of the employee id by its key, not by the address', async () => {
    const end = await session.joiner(
      ...['reassign', 'm2@example.com', '--employee', SPELLING, '--why', 'x', '--local', '--yes'],
    );

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain(
      `\n    joiner erase '${await personKeyOf('m1@example.com')}' --why TEXT\n`,
    );
  });

  test('status, history and scheduled show take the word for the address, and name the other command', async () => {
    const [status, history, show] = await Promise.all([
      session.joiner('status', SPELLING, '--local'),
      session.joiner('history', SPELLING, '--local'),
      session.joiner('scheduled', 'show', SPELLING, '--local'),
    ]);

    expect(status.stdout).toContain(await personKeyOf(SPELLING));
    expect(status.stdout).not.toContain('R-m2');
    expect(status.stderr).toContain(`\n    joiner status --employee ${SPELLING}\n`);
    expect(history.stdout).not.toContain(await personKeyOf('m1@example.com'));
    expect(history.stderr).toContain(`\n    joiner history --employee ${SPELLING}\n`);
    expect(show.stderr).toContain(`\n    joiner scheduled show --employee ${SPELLING}\n`);
  });

  test('status and history show the other person by --employee', async () => {
    const { people } = await session.json('status', '--employee', SPELLING, '--local');
    const { entries } = await session.json('history', '--employee', SPELLING, '--local');

    const m1 = await personKeyOf('m1@example.com');
    expect(people).toMatchObject([
      { personKey: m1, record: { state: 'PROVISIONED' }, failed: [] },
      { personKey: await personKeyOf('m2@example.com'), failed: [{ requestId: 'R-m2' }] },
    ]);
    expect(
      new Set(entries.map((entry: { facts: { personKey: string } }) => entry.facts.personKey)),
    ).toEqual(new Set([m1]));
  });

  test('erase refuses the word, and says what to type', async () => {
    const end = await erase(SPELLING);

    expect(end).toMatchObject({ exitCode: 1, stdout: '' });
    expect(end.stderr).toContain('Nothing is changed.');
    expect(end.stderr).toContain(`\n    joiner erase --address ${SPELLING} --why TEXT\n`);
    expect(end.stderr).toContain(`\n    joiner erase --employee ${SPELLING} --why TEXT\n`);
    expect(await recordOf(SPELLING)).toMatchObject({ state: 'PROVISIONED' });
    expect(await recordOf('m1@example.com')).toMatchObject({ state: 'PROVISIONED' });
  });

  test('erase by --employee refuses an id that a failed message names at another address', async () => {
    const end = await erase('--employee', SPELLING);

    expect(end).toMatchObject({ exitCode: 1, stdout: '' });
    for (const address of ['m1@example.com', 'm2@example.com'])
      expect(end.stderr).toContain(await personKeyOf(address));
    expect(await recordOf('m1@example.com')).toMatchObject({ state: 'PROVISIONED' });
  });

  test('erase by --employee erases the record with that id, and leaves the one at the address', async () => {
    await session.joiner(
      ...['failed', 'drop', '--employee', SPELLING, '--why', 'm2 is not it', '--local', '--yes'],
    );

    const end = await erase('--employee', SPELLING);

    expect(end.exitCode).toBe(0);
    expect(JSON.parse(end.stdout)).toMatchObject({
      personKey: await personKeyOf('m1@example.com'),
      erased: { record: 'PROVISIONED', messages: 0 },
    });
    expect(await recordOf('m1@example.com')).toBeUndefined();
    expect(await recordOf(SPELLING)).toMatchObject({ state: 'PROVISIONED' });
  });

  test('erase by --address leaves failed messages of others that name it as employee id', async () => {
    const body = { emailAddress: 'm3@example.com', employeeId: SPELLING, type: 'SUPER_USER' };
    await session.send(JSON.stringify({ ...body, requestId: 'R-m3' }));
    await session.untilDone();

    const refused = await erase(SPELLING);
    const end = await erase('--address', SPELLING);

    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(end.stdout)).toMatchObject({ failed: [], erased: { record: 'PROVISIONED' } });
    expect((await session.joiner('failed', 'list', '--local', '--json')).stdout).toContain('R-m3');
  });
});

test('a person whose employee id is the own address is erased by either', async () => {
  await send('ada@example.com', 'ada@example.com', 'R-ada');
  await settle('ada@example.com');

  const end = await erase('ada@example.com');

  expect(end.exitCode).toBe(0);
  expect(await recordOf('ada@example.com')).toBeUndefined();
});

test('a request id is not taken for an employee id that was named as one', async () => {
  await send('bo@example.com', 'E-bo', 'E-other');
  await settle('bo@example.com');

  const end = await erase('--employee', 'E-other');

  expect(end.exitCode).toBe(1);
  expect(end.stderr).toContain('Nothing is known about E-other.');
  expect(await recordOf('bo@example.com')).toBeDefined();
});

describe('where the hires of both wait', () => {
  const address = 'cfo@example.com';
  const dueAtMs = Date.now() - HOUR_MS / 2;
  const scheduled = (command: string, ...who: readonly string[]) =>
    session.joiner('scheduled', command, ...who, '--why', 'left', '--local', '--yes', '--json');

  beforeAll(async () => {
    await storeWaiting(session.operated, { emailAddress: address, requestId: 'R-cfo', dueAtMs });
    await storeWaiting(session.operated, {
      ...{ emailAddress: 'm4@example.com', employeeId: address, requestId: 'R-m4' },
      dueAtMs: Date.parse(dayFromNow(60)),
    });
  });

  test.each(['cancel', 'release'])('scheduled %s refuses the word', async (command) => {
    const end = await scheduled(command, address);

    expect(end.exitCode).toBe(1);
    for (const option of ['--address', '--employee'])
      expect(end.stderr).toContain(`    joiner scheduled ${command} ${option} ${address} --why`);
  });

  test('scheduled show has each by its option', async () => {
    const [one, other] = await Promise.all([
      session.json('scheduled', 'show', '--address', address, '--local'),
      session.json('scheduled', 'show', '--employee', address, '--local'),
    ]);

    expect(one.hires).toMatchObject([{ requestId: 'R-cfo', state: 'waiting' }]);
    expect(other.hires).toMatchObject([{ requestId: 'R-m4', state: 'waiting' }]);
  });

  test('scheduled cancel by --employee cancels the hire with that id', async () => {
    const end = await scheduled('cancel', '--employee', address);

    expect(JSON.parse(end.stdout)).toMatchObject({ cancelled: true, hire: { requestId: 'R-m4' } });
  });

  test('status gives the command that releases the other', async () => {
    const { stdout } = await session.joiner('status', '--address', address, '--local');

    expect(stdout).toContain(
      `\n    joiner scheduled release '${await personKeyOf(address)}' --why TEXT\n`,
    );
  });
});

test.each([[[]], [['E-1', '--employee', 'E-1']], [['--employee', 'E-1', '--address', 'a@b']]])(
  'is wrong usage unless a person is named once: %j',
  async (who) => {
    const end = await session.joiner('status', ...who, '--local');

    expect(end.exitCode).toBe(2);
    expect(end.stderr).toContain(
      'Give one of WHO, --employee ID, --address ADDRESS and --request ID.',
    );
  },
);

test('an employee id that begins as an option does is read as Joiner writes it', async () => {
  const end = await session.joiner('status', '--employee=--version', '--local');

  expect(end.stdout).toContain('Nothing is known about --version.');
});
