import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CliSession, startCliSession } from '../../../support/operator/cli-session.ts';
import { dayFromNow, storeWaiting } from '../../../support/operator/waiting-hire.ts';

const HOUR_MS = 3_600_000;
const DAY = dayFromNow(60);
const ADA = { emailAddress: 'ada@example.com', employeeId: 'E-1', requestId: 'R-ada' };

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
  await session.send(JSON.stringify({ ...ADA, startDate: DAY }));
  await session.untilDone();
});

afterAll(() => session.stop());

describe('joiner status', () => {
  test.each(['ada@example.com', 'E-1', 'R-ada'])(
    'shows by %s that a hire waits, and until when',
    async (who) => {
      const { exitCode, stdout } = await session.joiner('status', who, '--local');

      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/state +no record\n/);
      expect(stdout).toMatch(new RegExp(`start +waits until ${DAY}\n`));
      expect(stdout).toMatch(/next +nothing to do until then\n/);
    },
  );

  test('gives programs the time', async () => {
    const { people } = await session.json('status', 'E-1', '--local');

    expect(people).toMatchObject([
      { scheduled: [{ state: 'waiting', dueAt: `${DAY}T00:00:00.000Z` }], failed: [] },
    ]);
  });

  test('shows that a hire was cancelled, and when', async () => {
    const bo = { ...ADA, emailAddress: 'bo@example.com', employeeId: 'E-2', requestId: 'R-bo' };
    await storeWaiting(session.operated, { ...bo, dueAtMs: Date.parse(DAY) });
    await session.joiner('scheduled', 'cancel', 'E-2', '--why', 'left', '--local', '--yes');

    const { stdout } = await session.joiner('status', 'bo@example.com', '--local');

    expect(stdout).toMatch(/start +cancelled by an operator \d{4}-/);
    expect(stdout).toMatch(
      /next +nothing to do; for an account after all, HR sends the hire again/,
    );
  });
});

describe('joiner history', () => {
  test('has when the hire was asked for, what the function did, and the day', async () => {
    const { entries } = await session.json('history', 'ada@example.com', '--local');

    expect(entries).toContainEqual(
      expect.objectContaining({
        from: 'schedule',
        what: 'asked for, and waits for its day',
        facts: expect.objectContaining({ requestId: 'R-ada', dueAt: `${DAY}T00:00:00.000Z` }),
      }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ from: 'function', what: 'scheduled' }),
    );
  });
});

describe('joiner send', () => {
  const fileOf = (name: string, startDate: string) =>
    session.writeFile(
      `${name}.csv`,
      `emailAddress,requestId,startDate\n${name}@example.com,R-${name},${startDate}`,
    );

  test('says in a dry run until when a hire waits', async () => {
    const file = await fileOf('cy', DAY);

    const { exitCode, stdout } = await session.joiner('send', file, '--local', '--dry-run');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`cy@example\\.com +│ waits +│ waits until ${DAY}`));
    expect(stdout).toContain('1 hire: 1 waits');
  });

  test('follows a hire until it waits', async () => {
    const file = await fileOf('dee', DAY);

    const args = ['send', file, '--local', '--yes', '--wait'];
    const { hires } = await session.json(...args);

    expect(hires).toMatchObject([
      { prospect: 'waits', end: { kind: 'scheduled', dueAt: `${DAY}T00:00:00.000Z` } },
    ]);
  });
});

describe('joiner doctor', () => {
  const findingOf = async () => {
    const { findings } = await session.json('doctor', '--local');
    return (check: string) =>
      findings.find((finding: { readonly check: string }) => finding.check === check);
  };

  test('knows the table, and finds nothing where no hire is overdue', async () => {
    const eve = { emailAddress: 'eve@example.com', requestId: 'R-eve' };
    await storeWaiting(session.operated, { ...eve, dueAtMs: Date.now() - HOUR_MS / 2 });

    const finding = await findingOf();

    expect(finding('scheduled-table')).toMatchObject({ state: 'ok' });
    expect(finding('scheduled-age')).toMatchObject({ state: 'ok' });
  });

  test('finds what is due for over an hour, and was not released', async () => {
    const fay = { emailAddress: 'fay@example.com', requestId: 'R-fay' };
    await storeWaiting(session.operated, { ...fay, dueAtMs: Date.now() - 5 * HOUR_MS });

    const finding = await findingOf();

    expect(finding('scheduled-age')).toMatchObject({
      state: 'problem',
      found: '1 due for over an hour and not released, the first for 5 h',
    });
  });
});

describe('joiner erase', () => {
  test('shows what waits, removes it, and says what follows', async () => {
    const args = ['erase', 'ada@example.com', '--why', 'DPO-1', '--local', '--yes'];
    const { exitCode, stdout, stderr } = await session.joiner(...args);
    const after = await session.joiner('scheduled', 'show', 'E-1', '--local');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`start +ada@example\\.com, waits until ${DAY}`));
    expect(stdout).toContain('What waits for its day gets no account');
    expect(stderr).toMatch(/: 1 hire that waited and 0 failed messages\./);
    expect(after).toMatchObject({ exitCode: 1 });
  });
});
