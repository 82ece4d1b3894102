import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDigests, usersStoreOf } from '../../../../src/operator/stack/stack.ts';
import { expireVisibility } from '../../../support/aws/expire-visibility.ts';
import { type CliSession, startCliSession } from '../../../support/operator/cli-session.ts';
import { dayFromNow, storeWaiting } from '../../../support/operator/waiting-hire.ts';
import { until } from '../../../support/time/until.ts';

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

const bodyOf = (name: string, employeeId: string, startDate: string) =>
  JSON.stringify({
    emailAddress: `${name}@example.com`,
    employeeId,
    requestId: `R-${name}`,
    startDate,
  });

async function personKeyOf(address: string): Promise<string> {
  return (await readDigests(session.operated)).personKeyOf(address);
}

const recordOf = async (address: string) =>
  usersStoreOf(session.operated).read(await personKeyOf(address), signal);

async function droppedEvents(requestId: string) {
  const events = await session.events();
  return events.filter(
    (event) => event.type === 'joiner.user.dropped.v1' && event.data.requestId === requestId,
  );
}

const scheduled = (...args: readonly string[]) => session.joiner('scheduled', ...args, '--local');

describe('joiner scheduled list and show', () => {
  beforeAll(async () => {
    await session.send(bodyOf('ada', 'E-1', dayFromNow(60)));
    await session.send(bodyOf('bo', 'E-2', dayFromNow(30)));
    await session.send(bodyOf('cy', 'E-3', dayFromNow(90)));
    await session.untilDone();
  });

  test('list what waits, the first day first', async () => {
    const { hires, next } = await session.json('scheduled', 'list', '--local');

    expect(hires.map(({ requestId }: { requestId: string }) => requestId)).toEqual([
      'R-bo',
      'R-ada',
      'R-cy',
    ]);
    expect(hires[0]).toMatchObject({
      key: expect.stringMatching(/^employee#/),
      personKey: await personKeyOf('bo@example.com'),
      state: 'waiting',
      dueAt: `${dayFromNow(30)}T00:00:00.000Z`,
      address: 'bo@example.com',
    });
    expect(next).toBeUndefined();
  });

  test('list page by page, each hire once', async () => {
    const first = await session.json('scheduled', 'list', '--local', '--limit', '2');
    const second = await session.json('scheduled', 'list', '--local', '--after', first.next);

    expect(first.hires).toHaveLength(2);
    expect(second.hires).toMatchObject([{ requestId: 'R-cy' }]);
    expect(second.next).toBeUndefined();
  });

  test('fit a terminal of 80 columns', async () => {
    const list = await session.inNarrowTerminal('scheduled', 'list', '--local', '--limit', '2')
      .ended;
    const show = await session.narrow('scheduled', 'show', 'E-1', '--local');

    for (const { shown } of [list, show])
      expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(list.shown).toContain('2 hires, and there are more.');
    expect(show.shown).toContain(`waits until ${dayFromNow(60)}`);
  });

  test.each(['ada@example.com', ' ADA@example.com', 'E-1', 'R-ada'])(
    'find a hire by %s',
    async (who) => {
      const { hires } = await session.json('scheduled', 'show', who, '--local');

      expect(hires).toMatchObject([
        { requestId: 'R-ada', body: bodyOf('ada', 'E-1', dayFromNow(60)) },
      ]);
    },
  );

  test('say that nothing waits about a person', async () => {
    const end = await scheduled('show', 'nils@example.com');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stdout).toContain('No hire about nils@example.com waits');
  });

  test('refuse a place that no page gave', async () => {
    expect(await scheduled('list', '--after', 'tomorrow')).toMatchObject({ exitCode: 2 });
  });
});

describe('joiner scheduled release', () => {
  const release = (who: string, ...options: readonly string[]) =>
    scheduled('release', who, '--why', 'the sweep is down', ...options);

  test('refuses a hire whose day has not come, and says what to do', async () => {
    const end = await release('E-1', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain(`It is not due until ${dayFromNow(60)}`);
    expect(end.stderr).toContain('HR sends the hire again');
    expect(await session.json('scheduled', 'show', 'E-1', '--local')).toMatchObject({
      hires: [{ state: 'waiting' }],
    });
  });

  test('sends a hire that is due, which gets its account, and then waits no more', async () => {
    const dueAtMs = Date.now() - 2 * DAY_MS;
    const hire = { emailAddress: 'dee@example.com', employeeId: 'E-4', requestId: 'R-dee' };
    await storeWaiting(session.operated, { ...hire, dueAtMs });

    const end = await release('dee@example.com', '--yes');
    await session.untilDone();

    expect(end).toMatchObject({ exitCode: 0 });
    expect(await recordOf('dee@example.com')).toMatchObject({ state: 'PROVISIONED' });
  });

  test('carries on when HR first asked, and is not done a second time', async () => {
    const { NewHireQueueUrl } = session.operated.outputs;
    await session.joiner('pause', '--local', '--yes');
    const askedAtMs = Date.now() - 40 * DAY_MS;
    const hire = { emailAddress: 'eve@example.com', requestId: 'R-eve', askedAtMs };
    await storeWaiting(session.operated, { ...hire, dueAtMs: Date.now() - 2 * DAY_MS });

    await release('eve@example.com', '--yes');
    const again = await release('eve@example.com', '--yes');
    const { Messages = [] } = await session.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: NewHireQueueUrl, MessageAttributeNames: ['All'] }),
    );
    await expireVisibility(session.sqs, NewHireQueueUrl);
    await session.joiner('resume', '--local', '--yes');
    await session.untilDone();

    expect(Messages).toHaveLength(1);
    expect(Messages[0]?.MessageAttributes?.['sentAt']?.StringValue).toBe(
      new Date(askedAtMs).toISOString(),
    );
    expect(again).toMatchObject({ exitCode: 1 });
    expect(again.stderr).toContain('It was released already');
  });

  test('is in the history of the person, with its reason', async () => {
    const { entries } = await session.json('history', 'dee@example.com', '--local');

    expect(entries).toContainEqual(
      expect.objectContaining({
        from: 'operator',
        what: 'scheduled release',
        facts: expect.objectContaining({ phase: 'done', why: 'the sweep is down' }),
      }),
    );
  });
});

describe('joiner scheduled cancel', () => {
  const cancel = (who: string, ...options: readonly string[]) =>
    scheduled('cancel', who, '--why', 'declined the offer', ...options);

  test('asks first, unless told', async () => {
    expect(await cancel('E-1')).toMatchObject({ exitCode: 2 });
  });

  test('changes nothing where the answer is no', async () => {
    const terminal = session.inTerminal('scheduled', 'cancel', 'E-2', '--why', 'no', '--local');
    await terminal.untilShown('Cancel this hire?');
    terminal.type('n\r');

    expect((await terminal.ended).exitCode).toBe(1);
    expect(await session.json('scheduled', 'show', 'E-2', '--local')).toMatchObject({
      hires: [{ state: 'waiting' }],
    });
  });

  test('publishes who cancels it and why, leaves a mark without the message, and no account is made', async () => {
    const end = await cancel('E-1', '--yes');
    const { hires } = await session.json('scheduled', 'show', 'E-1', '--local');

    expect(end).toMatchObject({ exitCode: 0 });
    expect(end.stderr).toContain('The person has no account');
    expect(await droppedEvents('R-ada')).toMatchObject([
      {
        data: {
          requestId: 'R-ada',
          employeeId: 'E-1',
          reason: { code: 'start-cancelled' },
          droppedBy: 'arn:aws:iam::000000000000:user/local',
          why: 'declined the offer',
        },
      },
    ]);
    expect(hires).toMatchObject([{ state: 'cancelled', requestId: 'R-ada' }]);
    expect(hires[0]).not.toHaveProperty('body');
  });

  test('publishes nothing for a hire whose end was reported', async () => {
    const end = await cancel('E-1', '--yes');

    expect(end).toMatchObject({ exitCode: 0 });
    expect(await droppedEvents('R-ada')).toHaveLength(1);
  });

  test('says that the person has an account already, and ends the request that would not have made it', async () => {
    const hire = { emailAddress: 'dee@example.com', employeeId: 'E-4', requestId: 'R-dee-2' };
    await storeWaiting(session.operated, { ...hire, dueAtMs: Date.now() + DAY_MS });

    const end = await cancel('E-4', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('the person has an account already');
    expect(await droppedEvents('R-dee-2')).toHaveLength(1);
  });

  test('names the hires by their keys where several are about a person', async () => {
    const ids = { emailAddress: 'ivy@example.com', requestId: 'R-ivy' };
    const dueAtMs = Date.now() + DAY_MS;
    const key = await storeWaiting(session.operated, { ...ids, dueAtMs });
    await storeWaiting(session.operated, { ...ids, employeeId: 'E-9', dueAtMs });

    const several = await cancel('ivy@example.com', '--yes');
    const one = await cancel(key, '--yes');

    expect(several).toMatchObject({ exitCode: 1 });
    expect(several.stderr).toContain(key);
    expect(one).toMatchObject({ exitCode: 0 });
  });

  test('says that it is too late where an attempt has begun', async () => {
    session.stack.directory.faults.always('CreateUser', { kind: 'unavailable' });
    const hire = { emailAddress: 'hal@example.com', requestId: 'R-hal' };
    await session.send(JSON.stringify(hire));
    await until(
      () => recordOf('hal@example.com'),
      (record) => record?.state === 'CREATING',
    );
    await storeWaiting(session.operated, { ...hire, dueAtMs: Date.now() + DAY_MS });

    const end = await cancel('hal@example.com', '--yes');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('too late');
    expect(end.stderr).toContain('Look again');
    expect(await droppedEvents('R-hal')).toEqual([]);
  });

  test('publishes no end of a request that came to its account after all', async () => {
    session.stack.directory.faults.clear();
    await expireVisibility(session.sqs, session.operated.outputs.NewHireQueueUrl);
    await session.untilDone();

    const end = await cancel('hal@example.com', '--yes');
    const { hires } = await session.json('scheduled', 'show', 'hal@example.com', '--local');

    expect(end).toMatchObject({ exitCode: 1 });
    expect(end.stderr).toContain('the person has an account already');
    expect(await droppedEvents('R-hal')).toEqual([]);
    expect(hires[0]).not.toHaveProperty('body');
  });
});
