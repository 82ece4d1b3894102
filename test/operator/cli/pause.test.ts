import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CliSession, ENTER, startCliSession } from '../../support/operator/cli-session.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
});

afterAll(() => session.stop());

test('joiner pause stops consumption, and joiner resume starts it again', async () => {
  const why = 'Directory is down, "INC-4711" = näher hin';
  const run = session.inTerminal('pause', '--local', '--why', why);
  await run.untilShown('Stop joiner-local? New hires will wait.');
  run.type(`y${ENTER}`);
  const paused = await run.ended;
  const isOnMeanwhile = session.stack.consumption.isOn();
  await session.send('{"emailAddress":"patient@example.com"}');
  const examined = await session.json('doctor', '--local');

  const resumed = await session.json('resume', '--local', '--yes');

  await session.untilDone();
  const again = await session.json('pause', '--local', '--yes');
  await session.json('resume', '--local', '--yes');
  expect(paused).toMatchObject({ exitCode: 0 });
  expect(paused.shown).toContain('Consumption is off. 0 messages waiting; 0 in flight');
  expect(isOnMeanwhile).toBe(false);
  expect(examined.findings).toContainEqual({
    check: 'consumption',
    state: 'problem',
    found: expect.stringMatching(
      new RegExp(
        `^is Disabled, paused by arn:aws:iam::000000000000:user/local at 20[-0-9T:.]+Z: ${why}$`,
      ),
    ),
    remedy: 'Start it: joiner resume.',
  });
  expect(resumed).toMatchObject({
    consumption: 'on',
    paused: { by: 'arn:aws:iam::000000000000:user/local', why },
  });
  expect(again.paused).not.toHaveProperty('why');
  expect(session.stack.directory.users().map(({ emailAddress }) => emailAddress)).toContain(
    'patient@example.com',
  );
});
