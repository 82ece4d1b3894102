import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { hire } from '../../support/bodies/hires.ts';
import { type CliSession, ENTER, startCliSession } from '../../support/operator/cli-session.ts';
import {
  type PackageVariant,
  writeVariantWithVariables,
} from '../../support/package/package-variant.ts';
import { until } from '../../support/time/until.ts';

const TEAM = ['ada', 'grace', 'joan'].map((name) => `${name}@example.com`);

/** As a transcript in the runbook: times and ids are not the same twice. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replaceAll(/arn:aws:[^ ?]+/g, 'ARN')
    .replaceAll(/ +\n/g, '\n');
}

describe('a stack that may create one account in an hour', () => {
  let variant: PackageVariant;
  let session: CliSession;

  const accounts = () => session.stack.directory.users().length;
  const waiting = () =>
    session.log.filter((line) => line.includes('"cause":"creation-budget-spent"')).length;
  const budget = (...args: string[]) => session.joiner('budget', ...args, '--local');

  beforeAll(async () => {
    variant = await writeVariantWithVariables({ CREATIONS_PER_HOUR: '1' });
    session = await startCliSession({ packageDir: variant.packageDir });
    for (const emailAddress of TEAM) await session.send(JSON.stringify(hire({ emailAddress })));
    await until(waiting, (count) => count >= 2);
  });

  afterAll(async () => {
    await session.stop();
    await variant.remove();
  });

  test('creates one account for three hires, and the other two wait for a quarter of an hour', () => {
    const seconds = session.log
      .filter((line) => line.includes('"cause":"creation-budget-spent"'))
      .map((line) => JSON.parse(line).visibilitySeconds);

    expect(accounts()).toBe(1);
    expect(seconds).toHaveLength(2);
    for (const wait of seconds) {
      expect(wait).toBeGreaterThanOrEqual(14 * 60);
      expect(wait).toBeLessThanOrEqual(15 * 60);
    }
  });

  test('joiner budget show says what is taken, and exits with 1 as no place is left', async () => {
    const { exitCode, stdout } = await budget('show');

    expect(exitCode).toBe(1);
    expect(steady(stdout)).toBe(
      [
        ' limit           1 account in an hour',
        ' ceiling         none',
        ' taken           1 in this hour, of 1; the next one begins at TIME',
        ' new-hire queue  0 waiting, 2 in flight or waiting for a retry or a place',
        '',
      ].join('\n'),
    );
    expect(await session.json('budget', 'show', '--local')).toMatchObject({
      limit: 1,
      taken: 1,
      newHireQueue: { waiting: 0, inFlight: 2 },
    });
  });

  test.each([
    [['raise', '2'], 2, "required option '--why <text>' not specified"],
    [['raise', '0', '--why', 'INC-1', '--yes'], 2, 'from 1 to 100000'],
    [['raise', 'many', '--why', 'INC-1', '--yes'], 2, 'from 1 to 100000'],
    [['raise', '1', '--why', 'INC-1', '--yes'], 1, 'It must be more than the limit, 1'],
    [['reset', '--yes'], 0, 'The budget is not raised. Nothing is changed.'],
  ])('joiner budget %j changes nothing', async (args, exitCode, words) => {
    const end = await budget(...args);

    expect(end.exitCode).toBe(exitCode);
    expect(end.stderr).toContain(words);
    expect(accounts()).toBe(1);
  });

  test('joiner budget raise asks, and the hires that wait come', async () => {
    const run = session.inTerminal(
      'budget',
      'raise',
      '3',
      '--why',
      'Oslo office, INC-1',
      '--local',
    );
    await run.untilShown('Allow 3 accounts in an hour for 24 hours');
    run.type(`y${ENTER}`);
    const { exitCode, shown } = await run.ended;
    await expireVisibility(session.sqs, session.operated.outputs.NewHireQueueUrl);
    await session.untilDone();

    expect(exitCode).toBe(0);
    expect(shown).toContain('Hires that wait come within 15 minutes.');
    expect(accounts()).toBe(3);
    expect(await session.json('budget', 'show', '--local')).toMatchObject({
      taken: 3,
      ceiling: { perHour: 3 },
    });
  });

  test('each account is on record in the hour that counts it', async () => {
    const records = await session.records();

    expect(records.map(({ countedHour }) => Number(countedHour?.N) > 0)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('a hire that is sent again takes no place, although none is left', async () => {
    await session.send(
      JSON.stringify(hire({ emailAddress: 'ada@example.com', requestId: 'again' })),
    );
    await session.untilDone();

    const { data } = (await session.events()).at(-1) ?? {};
    expect(data).toMatchObject({ requestId: 'again', outcome: 'duplicate' });
  });

  test('joiner budget reset takes the ceiling back, and the limit holds again', async () => {
    const { exitCode, stderr } = await budget('reset', '--yes');

    expect(exitCode).toBe(0);
    expect(stderr).toContain('The limit holds again.');
    expect(await session.json('budget', 'show', '--local')).not.toHaveProperty('ceiling');
  });

  test('commands that read the whole table take neither item of the budget for a record', async () => {
    const { exitCode, stderr } = await session.joiner('status', 'request-of-no-one', '--local');

    expect([exitCode, stderr]).toEqual([1, expect.not.stringContaining('no valid')]);
  });

  test('both changes are in the log of changes by operators', async () => {
    const { clients, outputs } = session.operated;
    const { events = [] } = await clients.cloudWatchLogs.send(
      new FilterLogEventsCommand({ logGroupName: outputs.OperatorChangesLogGroupName }),
    );
    const done = events
      .map(({ message = '' }) => JSON.parse(message))
      .filter(({ phase }) => phase === 'done');

    expect(done).toMatchObject([
      { command: 'budget raise', perHour: '3', why: 'Oslo office, INC-1' },
      { command: 'budget reset' },
    ]);
  });
});
