import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CliSession, startCliSession } from '../../support/operator/cli-session.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession({ intake: true });
});

afterAll(() => session.stop());

test('joiner doctor --wait checks until there is no problem', async () => {
  await session.json('pause', '--local', '--yes');
  const run = session.inTerminal('doctor', '--local', '--wait');
  await run.untilShown('1 problem found, checking again');

  await session.json('resume', '--local', '--yes');

  const { exitCode, shown } = await run.ended;
  expect(exitCode).toBe(0);
  expect(shown).toContain('No problems found.');
});

test('joiner doctor --wait ends with what is wrong when its time is over', async () => {
  await session.json('pause', '--local', '--yes');

  const end = await session.joiner('doctor', '--local', '--wait', '1', '--json');
  await session.json('resume', '--local', '--yes');

  expect(end.exitCode).toBe(1);
  expect(JSON.parse(end.stdout).findings).toContainEqual(
    expect.objectContaining({ check: 'consumption', state: 'problem' }),
  );
});

test('joiner doctor --within sets how many minutes a failed message may wait', async () => {
  await session.putDeadLetters(['{"emailAddress":"late@example.com"}']);
  const within = async (minutes: string) => {
    const end = await session.joiner('doctor', '--local', '--within', minutes, '--json');
    const { findings } = JSON.parse(end.stdout);
    const age = findings.find(({ check }: { check: string }) => check === 'dead-letter-age');
    return { exitCode: end.exitCode, ...age };
  };

  const [none, two] = [await within('0'), await within('2')];
  await session.sqs.send(
    new PurgeQueueCommand({ QueueUrl: session.operated.outputs.DeadLetterQueueUrl }),
  );

  expect(none).toMatchObject({ exitCode: 1, state: 'problem' });
  expect(two).toMatchObject({
    exitCode: 0,
    state: 'ok',
    found: expect.stringContaining('a problem after 2 min'),
  });
});

test('joiner doctor shows what it found, and what cannot be checked here', async () => {
  const { shown, raw } = await session.inTerminal('doctor', '--local').ended;

  expect(raw).toContain('\u001b[32mok\u001b');
  expect(shown).toMatch(/│ redrive +│ ok +│ to the dead-letter queue after 1000 receives/);
  expect(shown).toMatch(/│ point-in-time-recovery +│ not checked here │ there are no backups/);
});

test('colour is for terminals only', async () => {
  const plain = await session.installed('doctor', '--local');

  expect(plain.stdout).not.toContain('\u001b');
});
