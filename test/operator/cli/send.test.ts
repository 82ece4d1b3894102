import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expireVisibility } from '../../support/aws/expire-visibility.ts';
import { receiveAll } from '../../support/aws/received.ts';
import { type CliSession, ENTER, startCliSession } from '../../support/operator/cli-session.ts';

let session: CliSession;

beforeAll(async () => {
  session = await startCliSession();
  session.stack.directory.addUser({
    emailAddress: 'there@example.com',
    firstName: 'Long-standing',
    type: 'APP_USER',
    apiAccess: 'DISABLED',
  });
  await session.send('{"emailAddress":"done@example.com","requestId":"R-done"}');
  await session.untilDone();
});

afterAll(() => session.stop());

const HEADER = 'emailAddress,type,requestId';

describe('before anything is sent, joiner send', () => {
  test('shows what would become of each hire, and only reads', async () => {
    const file = await session.writeFile(
      'mixed.csv',
      [
        HEADER,
        'new@example.com,,R-new',
        'Done@Example.com,,R-again',
        'there@example.com,,R-there',
        'NEW@example.com,,R-twice',
        'boss@example.com,SUPER_USER,R-boss',
        'no-address,,R-bad',
      ].join('\n'),
    );

    const end = await session.joiner('send', file, '--local', '--dry-run', '--json');

    const result = JSON.parse(end.stdout);
    expect(end).toMatchObject({ exitCode: 1, stderr: '' });
    expect(result.sent).toBe(0);
    expect(result.hires.map(({ prospect }: { prospect: string }) => prospect)).toEqual([
      'new',
      'done',
      'existing',
      'repeated',
      'rejected',
      'rejected',
    ]);
    expect(result.hires[4].reason.code).toBe('outside-policy');
    expect(result.hires[5].reason.message).toContain('emailAddress: must be');
    expect(await session.records()).toHaveLength(1);
    expect(session.stack.directory.countCalls('CreateUser')).toBe(1);
  });

  test('shows what would become of a report as an HR system writes it, and which records are refused', async () => {
    const report = resolve('events/sources/bamboohr/report.csv');
    const args = ['send', report, '--source', 'bamboohr', '--local', '--dry-run'];

    const end = await session.joiner(...args);
    const result = await session.json(...args);

    expect(end).toMatchObject({ exitCode: 1, stderr: '' });
    expect(end.stdout).toMatch(/ada\.okafor@example\.com +│ new/);
    expect(end.stdout).toMatch(/8 +│ refused │ emailAddress: is required/);
    expect(end.stdout).toContain('It is read as BambooHR: a report as CSV.');
    expect(end.stdout).not.toContain('@home.example');
    expect(result).toMatchObject({ counts: { new: 2 }, refusedRecords: [{ line: 8 }], leftOut: 1 });
  });

  test('does not send a file with more new people than --max-new, and says how to', async () => {
    const file = await session.writeFile(
      'many.csv',
      `${HEADER}\nnew.one@example.com,,R-n1\nnew.two@example.com,,R-n2`,
    );
    const before = session.stack.directory.users().length;

    const end = await session.joiner('send', file, '--local', '--yes', '--max-new', '1');
    const enough = await session.joiner('send', file, '--local', '--dry-run', '--max-new', '2');

    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain(
      'The file has 2 new people, more than 1. Nothing is sent. If it is the right file, add --max-new 2.',
    );
    expect(enough).toMatchObject({ exitCode: 0, stderr: '' });
    expect(session.stack.directory.users()).toHaveLength(before);
  });

  test('names the source of a file that was written by an HR system, and sends nothing', async () => {
    const report = resolve('events/sources/bamboohr/report.csv');

    const end = await session.joiner('send', report, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('looks like BambooHR (a report as CSV): try --source bamboohr');
  });

  test('shows only what needs a person with --only problems', async () => {
    await session.putDeadLetters(['{"emailAddress":"stuck@example.com","requestId":"R-stuck"}']);
    const file = await session.writeFile(
      'problems.csv',
      `${HEADER}\ndone@example.com,,R-again\nstuck@example.com,,R-stuck\nno-address,,R-bad`,
    );

    const end = await session.joiner('send', file, '--local', '--dry-run', '--only', 'problems');

    expect(end.exitCode).toBe(1);
    expect(end.stdout).not.toContain('done@example.com');
    expect(end.stdout).toMatch(/2 +│ 3 +│ stuck@example\.com +│ needs you │ message /);
    expect(end.stdout).toMatch(/3 +│ 4 +│ no-address +│ rejected/);
    expect(end.stdout).toContain('3 hires: 1 already done, 1 needs you, 1 rejected\n');
  });

  test('does not send a row whose message was corrected, and whose person has an account', async () => {
    const file = await session.writeFile('late.csv', `${HEADER}\ndone.example.com,,R-done`);

    const result = await session.json('send', file, '--local', '--yes');

    expect(result).toMatchObject({
      hires: [
        { prospect: 'done', userId: expect.any(String), reason: { code: 'invalid-message' } },
      ],
      sent: 0,
    });
  });

  test('reports that the directory could not be read', async () => {
    const file = await session.writeFile('one.csv', `${HEADER}\nunseen@example.com,,R-unseen`);
    session.stack.directory.faults.always('ListUsers', { kind: 'access-denied' });

    const result = await session.json('send', file, '--local', '--dry-run');
    session.stack.directory.faults.clear();

    expect(result).toMatchObject({
      hires: [{ prospect: 'new' }],
      directoryNotRead: 'target-denied-access',
    });
  });

  test('refuses a malformed file, as wrong usage', async () => {
    const file = await session.writeFile('bad.csv', 'e-mail\na@example.com');

    const end = await session.joiner('send', file, '--local', '--yes');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('bad.csv cannot be used, and nothing is sent:');
  });

  test('asks for confirmation, and without a terminal requires --yes', async () => {
    const file = await session.writeFile('ask.csv', `${HEADER}\nasked@example.com,,R-asked`);

    const end = await session.joiner('send', file, '--local');

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('pass --yes');
  });

  test('sends nothing if it is not confirmed', async () => {
    const file = await session.writeFile('no.csv', `${HEADER}\nno@example.com,,R-no`);
    const run = session.inTerminal('send', file, '--local');
    await run.untilShown('Send 1 hire?');

    run.type(ENTER);

    const { exitCode, shown } = await run.ended;
    expect(exitCode).toBe(1);
    expect(shown).toContain('Nothing is sent.');
    expect(await session.records()).toHaveLength(1);
  });
});

describe('joiner send --wait', () => {
  test('follows every hire to its end, and shows those without the account they asked for', async () => {
    const file = await session.writeFile(
      'day.csv',
      [
        HEADER,
        'a@example.com,,R-a',
        'there@example.com,,R-t',
        'A@example.com,,R-b',
        'bad,,R-c',
      ].join('\n'),
    );
    const run = session.inTerminal('send', file, '--local', '--wait', '--rate', '1000');
    await run.untilShown('Send 4 hires, 1 of which will be rejected?');

    run.type(`y${ENTER}`);

    const { exitCode, shown } = await run.ended;
    expect(exitCode).toBe(1);
    expect(shown).toContain('4 hires sent.');
    expect(shown).toMatch(/2 │ there@example\.com │ existing, differs │ \w+ +│\n/);
    expect(shown).toMatch(/4 │ bad +│ rejected +│ emailAddress: must be/);
    expect(shown).toContain('4 hires: 1 created, 1 existing, 1 duplicate, 1 rejected');
  });

  test('skips hires that will be rejected with --skip-rejected, and prints JSON', async () => {
    const file = await session.writeFile('skip.csv', `${HEADER}\ns@example.com,,R-s\nbad,,R-x`);

    const result = await session.json(
      'send',
      file,
      '--local',
      '--wait',
      '--yes',
      '--skip-rejected',
    );

    expect(result.sent).toBe(1);
    expect(result.hires).toMatchObject([
      { row: 1, address: 's@example.com', end: { kind: 'provisioned', outcome: 'created' } },
    ]);
  });

  test('reports failed messages that another operator holds, where one may be of a hire', async () => {
    await session.putDeadLetters(['{"emailAddress":"held@example.com","requestId":"R-held"}']);
    const { DeadLetterQueueUrl } = session.operated.outputs;
    const held = (await receiveAll(session.sqs, DeadLetterQueueUrl, 600)).length;
    const file = await session.writeFile('dup.csv', `${HEADER}\ndone@example.com,,R-duplicate`);
    const sent = ['send', file, '--local', '--wait', '--yes'];

    const text = await session.joiner(...sent);
    const json = await session.joiner(...sent, '--json');
    await expireVisibility(session.sqs, DeadLetterQueueUrl);

    expect(text).toMatchObject({ exitCode: 1 });
    expect(text.stdout).toContain('1 hire: 1 duplicate\n');
    expect(text.stderr).toMatch(/About \d failed messages? (is|are) in flight elsewhere/);
    expect(json).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(json.stdout)).toMatchObject({
      hires: [{ end: { outcome: 'duplicate' } }],
      failedInFlightElsewhere: held,
    });
  });
});

describe('where the stack accepts only some types of events, joiner send', () => {
  /** In front of the stack's Lambda, which is deployed without this setting. */
  const proxy = createServer(async (request, response) => {
    const upstream = `${session.environment['AWS_ENDPOINT_URL_LAMBDA']}${request.url}`;
    const result = await fetch(upstream);
    const configuration = JSON.parse(await result.text());
    configuration.Environment.Variables.ACCEPTED_EVENT_TYPES = 'hired';
    response.writeHead(result.status).end(JSON.stringify(configuration));
  });

  beforeAll(() => new Promise<void>((fulfil) => proxy.listen(0, '127.0.0.1', fulfil)));
  afterAll(() => new Promise((fulfil) => proxy.close(fulfil)));

  test('sends no hire of an event that an HR system wrote', async () => {
    const people = JSON.parse(readFileSync('events/sources/personio/employees.json', 'utf8'));
    const event = { specversion: '1.0', id: '1', source: 'hr', type: 'terminated', ...people };
    const file = await session.writeFile('terminated.json', JSON.stringify(event));
    const { port } = proxy.address() as AddressInfo;
    const endpoint = { AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` };

    const end = await session.joinerAt(
      { ...session.environment, ...endpoint },
      ...['send', file, '--source', 'personio', '--local', '--dry-run'],
    );

    expect(end).toMatchObject({ exitCode: 2, stdout: '' });
    expect(end.stderr).toContain('accepts only some types of events');
  });
});
