import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDigests, usersStoreOf } from '../../../src/operator/stack/stack.ts';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';
import { settleRecord } from '../../support/operator/settled-record.ts';
import { dayFromNow, storeWaiting } from '../../support/operator/waiting-hire.ts';

const { signal } = new AbortController();

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

async function send(hire: Readonly<Record<string, string>>): Promise<void> {
  await session.send(JSON.stringify(hire));
  await session.untilDone();
}

const personKeyOf = async (address: string) =>
  (await readDigests(session.operated)).personKeyOf(address);

const recordOf = async (address: string) =>
  usersStoreOf(session.operated).read(await personKeyOf(address), signal);

const settle = (address: string) => settleRecord(session, address);

const change = (...words: readonly string[]) =>
  session.joiner(...words, '--why', 'DPO-1', '--local', '--yes', '--json');

describe('where a sender chose an employee id as the request id of another person', () => {
  beforeAll(async () => {
    await send({ emailAddress: 'victim@example.com', requestId: 'E-77' });
    await send({ emailAddress: 'alone@example.com', requestId: 'E-78' });
    await send({
      ...{ emailAddress: 'p@example.com', employeeId: 'E-77', requestId: 'R-p' },
      type: 'SUPER_USER',
    });
    for (const address of ['victim@example.com', 'alone@example.com']) await settle(address);
  });

  test('status, history and scheduled show say that the word is a request id', async () => {
    for (const command of ['status', 'history']) {
      const { stderr } = await session.joiner(command, 'E-77', '--local');

      expect(stderr).toContain('E-77 is the request id of what is shown, or of a part of it.');
      expect(stderr).toContain(`\n    joiner ${command} --employee E-77\n`);
      expect(stderr).toContain(`\n    joiner ${command} --request E-77\n`);
    }
  });

  test('status by either option shows one of the two', async () => {
    // One after the other: each holds the failed messages while it reads them.
    const ofEmployee = await session.json('status', '--employee', 'E-77', '--local');
    const ofRequest = await session.json('status', '--request', 'E-77', '--local');

    expect(ofEmployee.people).toMatchObject([{ personKey: await personKeyOf('p@example.com') }]);
    expect(ofRequest.people).toMatchObject([
      { personKey: await personKeyOf('victim@example.com'), failed: [] },
    ]);
  });

  test('erase by the word leaves a record with that request id, and says what to type', async () => {
    const end = await change('erase', 'E-78');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('E-78 is a request id, and no employee id');
    expect(end.stderr).toContain('\n    joiner erase --request E-78 --why TEXT\n');
    expect(await recordOf('alone@example.com')).toMatchObject({ state: 'PROVISIONED' });
  });

  test('erase by the word erases what names the employee id, and nothing of the other person', async () => {
    const end = await change('erase', 'E-77');

    expect(JSON.parse(end.stdout)).toMatchObject({
      personKey: await personKeyOf('p@example.com'),
      erased: { messages: 1 },
    });
    expect(await recordOf('victim@example.com')).toMatchObject({ state: 'PROVISIONED' });
  });

  test('erase by --request erases the record of that request', async () => {
    const end = await change('erase', '--request', 'E-78');

    expect(end.exitCode).toBe(0);
    expect(await recordOf('alone@example.com')).toBeUndefined();
  });
});

test('erase refuses an employee id that failed messages of several people name', async () => {
  for (const name of ['q', 'r'])
    await send({
      ...{ emailAddress: `${name}@example.com`, employeeId: 'E-80', requestId: `R-${name}` },
      type: 'SUPER_USER',
    });

  const end = await change('erase', '--employee', 'E-80');

  expect(end).toMatchObject({ exitCode: 1, stdout: '' });
  for (const name of ['q', 'r'])
    expect(end.stderr).toContain(await personKeyOf(`${name}@example.com`));
  const { people } = await session.json('status', '--employee', 'E-80', '--local');
  expect(people).toHaveLength(2);
});

describe('where a hire waits whose request id is the employee id of another', () => {
  beforeAll(() =>
    storeWaiting(session.operated, {
      ...{ emailAddress: 'waits@example.com', requestId: 'E-91' },
      dueAtMs: Date.parse(dayFromNow(60)),
    }),
  );

  test.each(['cancel', 'release'])(
    'scheduled %s leaves it, and says what to type',
    async (verb) => {
      const end = await change('scheduled', verb, 'E-91');

      expect(end.exitCode).toBe(1);
      expect(end.stderr).toContain(`\n    joiner scheduled ${verb} --request E-91 --why TEXT\n`);
      const { hires } = await session.json('scheduled', 'show', '--request', 'E-91', '--local');
      expect(hires).toMatchObject([{ state: 'waiting' }]);
    },
  );

  test('scheduled show says that the word is a request id', async () => {
    const { stderr } = await session.joiner('scheduled', 'show', 'E-91', '--local');

    expect(stderr).toContain('\n    joiner scheduled show --request E-91\n');
  });

  test('scheduled cancel by --request cancels it', async () => {
    const end = await change('scheduled', 'cancel', '--request', 'E-91');

    expect(JSON.parse(end.stdout)).toMatchObject({ cancelled: true, hire: { requestId: 'E-91' } });
  });
});
